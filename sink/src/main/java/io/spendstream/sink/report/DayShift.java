package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * What makes the days of a zone of the sums of UTC days. A day of Kolkata begins at 18:30 UTC: the sums of a UTC day are
 * counted to the day of Kolkata it begins in, and what it holds from 18:30 on is read from the sums of hours and
 * quarters, taken back there and added to the next. So few of the short sums are read, where all of them would be
 * without it. Sums are whole numbers and exact decimals, so nothing is lost by subtracting.
 */
final class DayShift {
    /** The sums of days are read as they are. */
    static final DayShift NONE = new DayShift(false, List.of());

    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    private final boolean isCountedAtEnd;
    private final List<Move> moves;

    /**
     * Buckets that are taken from where their day is counted to where they are themselves.
     *
     * @param level the sums they are read from
     * @param buckets when they begin
     */
    record Move(Rollup.Level level, List<Instant> buckets) {
        Move {
            buckets = List.copyOf(buckets);
        }

        String table() {
            return level.table();
        }

        String condition() {
            return "bucket = ANY (:%s)".formatted(name());
        }

        void bind(Query sql) {
            sql.bindArray(name(), Instant.class, buckets.toArray());
        }

        private String name() {
            return "moved_" + level.name().toLowerCase(Locale.ROOT);
        }
    }

    private DayShift(boolean isCountedAtEnd, List<Move> moves) {
        this.isCountedAtEnd = isCountedAtEnd;
        this.moves = List.copyOf(moves);
    }

    /**
     * Returns what is moved if {@code edges}, in their order, lie inside of UTC days; or empty if that cannot be done,
     * because two are in one day or quarters of an hour are too long.
     */
    static Optional<DayShift> over(List<Instant> edges) {
        Instant previous = Instant.MIN;
        for (Instant edge : edges) {
            Instant day = Rollup.Level.DAY.bucketOf(edge);
            if (day.equals(previous) || !Rollup.Level.QUARTER.isEdge(edge)) {
                return Optional.empty();
            }
            previous = day;
        }
        Instant first = edges.get(0);
        // what is shorter is moved: the evening east of Greenwich, the morning west of it
        boolean isMorning =
                Duration.between(Rollup.Level.DAY.bucketOf(first), first).compareTo(HALF_A_DAY) <= 0;
        List<Instant> hours = new ArrayList<>();
        List<Instant> quarters = new ArrayList<>();
        for (Instant edge : edges) {
            Instant day = Rollup.Level.DAY.bucketOf(edge);
            Instant since = isMorning ? day : edge;
            Instant until = isMorning ? edge : day.plus(Rollup.Level.DAY.length());
            cut(since, until, hours, quarters);
        }
        List<Move> moves = new ArrayList<>();
        if (!hours.isEmpty()) {
            moves.add(new Move(Rollup.Level.HOUR, hours));
        }
        if (!quarters.isEmpty()) {
            moves.add(new Move(Rollup.Level.QUARTER, quarters));
        }
        return Optional.of(new DayShift(isMorning, moves));
    }

    private static void cut(Instant since, Instant until, List<Instant> hours, List<Instant> quarters) {
        Instant time = since;
        while (time.isBefore(until)) {
            Instant afterHour = time.plus(Rollup.Level.HOUR.length());
            boolean isHour = Rollup.Level.HOUR.isEdge(time) && !afterHour.isAfter(until);
            (isHour ? hours : quarters).add(time);
            time = isHour ? afterHour : time.plus(Rollup.Level.QUARTER.length());
        }
    }

    boolean isNone() {
        return moves.isEmpty();
    }

    List<Move> moves() {
        return moves;
    }

    /** Returns SQL for the moment to which the sums of the UTC day that {@code bucket} is in are counted. */
    String timeOfDay() {
        if (isNone()) {
            return "bucket";
        }
        return "date_bin('1 day', bucket, TIMESTAMPTZ 'epoch')"
                + (isCountedAtEnd ? " + INTERVAL '1 day' - INTERVAL '1 microsecond'" : "");
    }
}
