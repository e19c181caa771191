package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how far back as many lines lie as are wanted. It goes back by quarters of an hour to the hour, by hours to
 * the day, by days from there on; and looks into the one that has enough for the hour and the quarter. So few sums are
 * read, however long ago the last line was. Not thread-safe.
 */
final class EnoughLines {
    private final Counter counter;
    private long wanted;

    /** How many calls a bucket holds. */
    record Bucket(Instant time, long calls) {}

    /** Counts calls by bucket, the newest first; buckets without any may be missing. */
    interface Counter {
        /** Returns the buckets that begin from {@code since} on and before {@code until}. */
        List<Bucket> count(Level level, Instant since, Instant until);
    }

    EnoughLines(Counter counter, long wanted) {
        this.counter = counter;
        this.wanted = wanted;
    }

    /**
     * Returns the beginning of the newest whole quarters before {@code end} that hold enough, or {@code since} if all
     * from there on do not.
     */
    Instant beginning(Instant since, Instant end) {
        Instant quarter = Level.QUARTER.bucketOf(end);
        Instant hour = latest(Level.HOUR.bucketOf(quarter), since);
        Instant day = latest(Level.DAY.bucketOf(hour), since);
        return inside(Level.QUARTER, hour, quarter)
                .or(() -> inside(Level.HOUR, day, hour))
                .or(() -> inside(Level.DAY, since, day))
                .orElse(since);
    }

    private Optional<Instant> inside(Level level, Instant since, Instant until) {
        if (!since.isBefore(until)) {
            return Optional.empty();
        }
        for (Bucket bucket : counter.count(level, since, until)) {
            if (bucket.calls >= wanted) {
                return Optional.of(within(level, bucket.time));
            }
            wanted -= bucket.calls;
        }
        return Optional.empty();
    }

    /** Returns the quarter in the bucket that begins at {@code time} from which on there is enough. */
    private Instant within(Level level, Instant time) {
        Instant until = time.plus(level.length());
        return switch (level) {
            case QUARTER -> time;
            case HOUR -> inside(Level.QUARTER, time, until).orElse(time);
            case DAY -> inside(Level.HOUR, time, until).orElse(time);
        };
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
