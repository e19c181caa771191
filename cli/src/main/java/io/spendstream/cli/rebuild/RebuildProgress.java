package io.spendstream.cli.rebuild;

import io.spendstream.cli.instance.Progress;
import io.spendstream.sink.rebuild.RebuildListener;
import io.spendstream.sink.rebuild.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** Says every two seconds how fast a rebuild is and how long it will take. Not thread-safe. */
final class RebuildProgress implements RebuildListener {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final double MILLIS_PER_SECOND = 1000.0;

    private final Progress progress;
    private final InstantSource clock;
    private long stageBegan;
    private long saidAt;

    RebuildProgress(Progress progress, InstantSource clock) {
        this.progress = progress;
        this.clock = clock;
        stageBegan = clock.millis();
        saidAt = stageBegan;
    }

    @Override
    public void reached(Stage stage) {
        progress.say(
                switch (stage) {
                    case PREPARED -> "empty tables are ready";
                    case COPIED -> "the ledger is copied";
                    case COMPARED -> "the new tables say what the ledger says";
                    case CAUGHT_UP -> "sinks wait for a moment";
                    case MOVED -> "the new tables take their place";
                    case SWAPPED -> "the new tables are in force";
                });
        stageBegan = clock.millis();
    }

    @Override
    public void copied(long records, long all) {
        say("copied", records, all);
    }

    @Override
    public void compared(long records, long all) {
        say("compared", records, all);
    }

    private void say(String what, long records, long all) {
        long now = clock.millis();
        if (now - saidAt < INTERVAL.toMillis()) {
            return;
        }
        saidAt = now;
        double seconds = Math.max(1, now - stageBegan) / MILLIS_PER_SECOND;
        double perSecond = records / seconds;
        progress.say(String.format(
                Locale.ROOT,
                "  %,d of at most %,d records %s, %,.0f a second, %,.0f s left",
                records,
                Math.max(records, all),
                what,
                perSecond,
                Math.max(0, all - records) / Math.max(perSecond, 1)));
    }
}
