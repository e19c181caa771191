package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * Where the sums of a span of time are read: the sums of days where whole days are asked for, at their ends those of
 * hours, at these ends those of quarters of an hour; or the rows, where none of these is fine enough. All of them are
 * changed in one transaction, so it makes no difference but to how long it takes.
 *
 * <p>The days of a zone are read from the sums of UTC days too, see {@link DayShift}.
 */
final class Source {
    private static final List<Rollup.Level> COARSEST_FIRST = Rollup.Level.coarsestFirst();

    private static final List<String> DIMENSIONS =
            List.of("team", "project", "task_type", "agent", "provider", "model");

    private final List<Piece> pieces;
    private final List<String> by;
    private final Map<SpendDimension, String> where;
    private final DayShift shift;

    /** A table, of which the lines of some time are read. Rows have no level. */
    private record Piece(String table, boolean isDay, Instant since, Instant until) {
        private static Piece ofRows(Instant since, Instant until) {
            return new Piece("", false, since, until);
        }

        private static Piece of(Rollup.Level level, Instant since, Instant until) {
            return new Piece(level.table(), level == Rollup.Level.DAY, since, until);
        }
    }

    private Source(List<Piece> pieces, List<String> by, Map<SpendDimension, String> where, DayShift shift) {
        this.pieces = pieces;
        this.by = by;
        this.where = where;
        this.shift = shift;
    }

    /**
     * Returns where lines from {@code since} to {@code until} are read.
     *
     * @param inner moments no sum that is read may reach across
     * @param by what will be grouped by
     */
    static Source of(
            Instant since,
            Instant until,
            Collection<Instant> inner,
            Collection<SpendDimension> by,
            Map<SpendDimension, String> where) {
        boolean isInRollup = by.stream().allMatch(SpendDimension::isInRollup)
                && where.keySet().stream().allMatch(SpendDimension::isInRollup);
        var finder = new Finder(inner);
        finder.add(isInRollup ? COARSEST_FIRST : List.of(), since, until);
        List<String> columns = by.stream()
                .filter(dimension -> !dimension.isCalendar())
                .map(SpendDimension::column)
                .toList();
        return new Source(finder.pieces, columns, where, finder.shift);
    }

    /** Cuts a span into pieces. */
    private static final class Finder {
        private final Collection<Instant> edges;
        private final List<Piece> pieces = new ArrayList<>();
        private DayShift shift = DayShift.NONE;

        private Finder(Collection<Instant> edges) {
            this.edges = edges;
        }

        /** Cuts the whole buckets of the first level out of the span and leaves both ends to the others. */
        private void add(List<Rollup.Level> levels, Instant since, Instant until) {
            if (!since.isBefore(until)) {
                return;
            }
            if (levels.isEmpty()) {
                pieces.add(Piece.ofRows(since, until));
                return;
            }
            Rollup.Level level = levels.get(0);
            List<Rollup.Level> finer = levels.subList(1, levels.size());
            Instant first = level.isEdge(since) ? since : level.bucketOf(since).plus(level.length());
            Instant last = level.bucketOf(until);
            if (!first.isBefore(last) || !isReadable(level, first, last)) {
                add(finer, since, until);
                return;
            }
            add(finer, since, first);
            pieces.add(Piece.of(level, first, last));
            add(finer, last, until);
        }

        /** Returns whether no bucket reaches across an edge, or those that do can be mended. */
        private boolean isReadable(Rollup.Level level, Instant first, Instant last) {
            List<Instant> inside = edges.stream()
                    .filter(edge -> edge.isAfter(first) && edge.isBefore(last) && !level.isEdge(edge))
                    .sorted()
                    .toList();
            if (level != Rollup.Level.DAY || inside.isEmpty()) {
                return inside.isEmpty();
            }
            Optional<DayShift> found = DayShift.over(inside);
            shift = found.orElse(DayShift.NONE);
            return found.isPresent();
        }
    }

    /** Returns whether groups may come out of which nothing is left: what was moved out of them was all they had. */
    boolean hasEmptyGroups() {
        return !shift.isNone();
    }

    /** Returns SQL for the lines, with the dimensions' columns, those of the sums, and {@code bucket}, their time. */
    String sql() {
        return sql(column -> column);
    }

    /**
     * Returns SQL for the lines.
     *
     * @param group what of a column is grouped by; what is the same may be added up before it is returned
     */
    String sql(UnaryOperator<String> group) {
        Stream<String> read = IntStream.range(0, pieces.size()).mapToObj(this::sql);
        Stream<String> moved = shift.moves().stream().map(move -> sql(move, group));
        return Stream.concat(read, moved).collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    /** Adds up what leaves a day before it is added to the next day and taken back from its own. */
    private String sql(DayShift.Move move, UnaryOperator<String> group) {
        String columns = DIMENSIONS.stream()
                .map(column -> by.contains(column) ? column : "NULL::text AS " + column)
                .collect(Collectors.joining(", "));
        String groups = by.stream()
                .map(column -> ", " + group.apply(column) + " AS " + column)
                .collect(Collectors.joining());
        String places =
                IntStream.range(0, by.size()).mapToObj(i -> ", " + (i + 2)).collect(Collectors.joining());
        return """
                SELECT CASE WHEN sign > 0 THEN own ELSE day END AS bucket, NULL::text AS session_id, %1$s, %2$s
                FROM (SELECT %3$s AS day %4$s, min(bucket) AS own, %5$s
                    FROM %6$s WHERE %7$s%8$s GROUP BY 1 %9$s) AS moved CROSS JOIN (VALUES (1), (-1)) AS side (sign)
                """.formatted(
                        columns,
                        SpendSums.SIGNED,
                        shift.timeOfDay(),
                        groups,
                        SpendSums.OF_ROLLUP,
                        move.table(),
                        move.condition(),
                        filters(),
                        places);
    }

    private String filters() {
        return where.keySet().stream()
                .map(dimension -> " AND " + dimension.column() + " = :" + dimension.name())
                .collect(Collectors.joining());
    }

    private String sql(int index) {
        Piece piece = pieces.get(index);
        String condition = "%1$s >= :since%2$d AND %1$s < :until%2$d";
        if (piece.table.isEmpty()) {
            return select("", "\"timestamp\"", SpendSums.OF_ROW, condition.formatted("\"timestamp\"", index));
        }
        return select(
                piece.table,
                piece.isDay ? shift.timeOfDay() : "bucket",
                SpendSums.COLUMNS,
                condition.formatted("bucket", index));
    }

    private String select(String table, String time, String sums, String condition) {
        return "SELECT %s AS bucket, %s AS session_id, %s, %s FROM %s WHERE %s%s"
                .formatted(
                        time,
                        table.isEmpty() ? "session_id" : "NULL::text",
                        String.join(", ", DIMENSIONS),
                        sums,
                        table.isEmpty() ? "token_usage" : table,
                        condition,
                        filters());
    }

    void bind(Query sql) {
        for (int i = 0; i < pieces.size(); i++) {
            sql.bind("since" + i, pieces.get(i).since).bind("until" + i, pieces.get(i).until);
        }
        shift.moves().forEach(move -> move.bind(sql));
        where.forEach((dimension, value) -> sql.bind(dimension.name(), value));
    }

    /** Returns the tables that are read; for tests. */
    List<String> tables() {
        return Stream.concat(
                        pieces.stream().map(piece -> piece.table.isEmpty() ? "token_usage" : piece.table),
                        shift.moves().stream().map(DayShift.Move::table))
                .toList();
    }
}
