package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.Query;

/**
 * Where the sums of a span of time are read: the sums of days where whole days are asked for, at their ends those of
 * hours, at these ends those of quarters of an hour; or the rows, where none of these is fine enough. All of them are
 * changed in one transaction, so it makes no difference but to how long it takes.
 */
final class Source {
    private static final List<Rollup.Level> COARSEST_FIRST = Rollup.Level.coarsestFirst();

    private final List<Piece> pieces;
    private final Map<SpendDimension, String> where;

    private record Piece(String table, Instant since, Instant until) {}

    private Source(List<Piece> pieces, Map<SpendDimension, String> where) {
        this.pieces = pieces;
        this.where = where;
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
        List<Rollup.Level> levels = isInRollup
                ? COARSEST_FIRST.stream()
                        .filter(level -> inner.stream().allMatch(edge -> isEdge(level.length(), edge)))
                        .toList()
                : List.of();
        List<Piece> pieces = new ArrayList<>();
        add(pieces, levels, since, until);
        return new Source(pieces, where);
    }

    /** Cuts the whole buckets of the first level out of the span and leaves both ends to the others. */
    private static void add(List<Piece> pieces, List<Rollup.Level> levels, Instant since, Instant until) {
        if (!since.isBefore(until)) {
            return;
        }
        if (levels.isEmpty()) {
            pieces.add(new Piece("", since, until));
            return;
        }
        Rollup.Level level = levels.get(0);
        List<Rollup.Level> finer = levels.subList(1, levels.size());
        Instant first =
                isEdge(level.length(), since) ? since : level.bucketOf(since).plus(level.length());
        Instant last = level.bucketOf(until);
        if (!first.isBefore(last)) {
            add(pieces, finer, since, until);
            return;
        }
        add(pieces, finer, since, first);
        pieces.add(new Piece(level.table(), first, last));
        add(pieces, finer, last, until);
    }

    private static boolean isEdge(Duration length, Instant time) {
        return time.getNano() == 0 && Math.floorMod(time.getEpochSecond(), length.toSeconds()) == 0;
    }

    /** Returns SQL for the lines, with the dimensions' columns, those of the sums, and {@code bucket}, their time. */
    String sql() {
        return IntStream.range(0, pieces.size())
                .mapToObj(this::sql)
                .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    }

    private String sql(int index) {
        Piece piece = pieces.get(index);
        boolean isRows = piece.table.isEmpty();
        String filters = where.keySet().stream()
                .map(dimension -> " AND " + dimension.column() + " = :" + dimension.name())
                .collect(Collectors.joining());
        return "SELECT %s team, project, task_type, agent, provider, model, %s FROM %s WHERE %s >= :since%d AND %s < :until%d%s"
                .formatted(
                        isRows ? "\"timestamp\" AS bucket, session_id," : "bucket, NULL::text AS session_id,",
                        isRows ? SpendSums.OF_ROW : SpendSums.COLUMNS,
                        isRows ? "token_usage" : piece.table,
                        isRows ? "\"timestamp\"" : "bucket",
                        index,
                        isRows ? "\"timestamp\"" : "bucket",
                        index,
                        filters);
    }

    void bind(Query sql) {
        for (int i = 0; i < pieces.size(); i++) {
            sql.bind("since" + i, pieces.get(i).since).bind("until" + i, pieces.get(i).until);
        }
        where.forEach((dimension, value) -> sql.bind(dimension.name(), value));
    }

    /** Returns the tables that are read; for tests. */
    List<String> tables() {
        return pieces.stream()
                .map(piece -> piece.table.isEmpty() ? "token_usage" : piece.table)
                .toList();
    }
}
