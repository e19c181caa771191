package io.spendstream.cli.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Something that goes on, and how far it has got. {@link Progress} says it if it takes long. Thread-safe. */
public final class Work implements AutoCloseable {
    private static final double MILLIS_PER_SECOND = 1000;
    private static final long PERCENT = 100;

    private final String what;
    private final String unit;
    private final long startedMillis;
    private final Consumer<Work> end;
    private final AtomicLong done = new AtomicLong();
    private volatile long total;

    Work(String what, String unit, long total, long startedMillis, Consumer<Work> end) {
        this.what = what;
        this.unit = unit;
        this.total = total;
        this.startedMillis = startedMillis;
        this.end = end;
    }

    /** Returns work that nobody is told of. */
    public static Work unseen() {
        return new Work("", "", 0, 0, work -> {});
    }

    /** Says how much there is to do, once that is known. */
    public void expect(long all) {
        total = all;
    }

    /** Says that {@code more} is done. */
    public void advance(long more) {
        done.addAndGet(more);
    }

    /** Says that {@code all} in all is done. */
    public void advanceTo(long all) {
        done.set(all);
    }

    Duration elapsed(long nowMillis) {
        return Duration.ofMillis(Math.max(0, nowMillis - startedMillis));
    }

    /** Returns one line: what, how much of how much, how fast, for how long. Nothing to count is not counted. */
    String describe(long nowMillis) {
        long count = done.get();
        long all = total;
        long millis = elapsed(nowMillis).toMillis();
        String seconds = String.format(Locale.ROOT, "%,d s", millis / 1000);
        if (count == 0 && all == 0) {
            return what + ", " + seconds;
        }
        String amount = all == 0
                ? String.format(Locale.ROOT, "%,d %s", count, unit)
                : String.format(Locale.ROOT, "%,d of %,d %s (%d %%)", count, all, unit, percent(count, all));
        double rate = millis == 0 ? 0 : count * MILLIS_PER_SECOND / millis;
        return String.format(Locale.ROOT, "%s: %s, %,.0f/s, %s", what, amount, rate, seconds);
    }

    /** Rounds down, so that all is done only where nothing is left. */
    private static long percent(long count, long all) {
        return count * PERCENT / all;
    }

    /** Says that it is over, well or not. */
    @Override
    public void close() {
        end.accept(this);
    }
}
