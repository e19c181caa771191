package io.spendstream.sink.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Asks the database for spend over time. Which piece a line is in, it counts by the beginnings it is given. */
final class SeriesSql {
    private static final String TEXT = """
            WITH line AS MATERIALIZED (
                SELECT width_bucket(bucket, CAST(:beginnings AS timestamptz[])) AS piece, %2$s AS value, %1$s
                FROM %3$s AS read GROUP BY 1, 2),
            leader AS (
                SELECT value FROM line GROUP BY value ORDER BY sum(cost_exact) DESC, sum(calls) DESC, value LIMIT :top)
            SELECT piece, leader.value AS value, %1$s
            FROM line LEFT JOIN leader USING (value) GROUP BY piece, leader.value
            """;

    private final SpendSeriesQuery query;
    private final Source source;

    private record Cell(@Nullable String value, int piece, SpendSums sums) {}

    SeriesSql(SpendSeriesQuery query) {
        this.query = query;
        SpendDimension by = query.by();
        source = Source.of(
                query.since(), query.until(), query.beginnings(), by == null ? List.of() : List.of(by), query.where());
    }

    SpendSeries ask(Handle handle, Instant asOf) {
        Map<String, List<SpendSums>> named = new LinkedHashMap<>();
        List<SpendSums> others = new ArrayList<>(empty());
        boolean isOther = false;
        SpendSums total = SpendSums.ZERO;
        for (Cell cell : cells(handle)) {
            List<SpendSums> pieces =
                    cell.value == null ? others : named.computeIfAbsent(cell.value, value -> new ArrayList<>(empty()));
            isOther |= cell.value == null;
            pieces.set(cell.piece, cell.sums);
            total = total.plus(cell.sums);
        }
        List<SpendSeries.Group> groups = new ArrayList<>();
        named.forEach((value, pieces) -> groups.add(group(value, pieces)));
        groups.sort(
                Comparator.comparing((SpendSeries.Group group) -> group.total().costExact(), Comparator.reverseOrder())
                        .thenComparing(group -> group.total().calls(), Comparator.reverseOrder())
                        .thenComparing(group -> String.valueOf(group.value())));
        if (isOther || query.by() == null) {
            groups.add(group(null, others));
        }
        return new SpendSeries(asOf, groups, total);
    }

    private List<Cell> cells(Handle handle) {
        SpendDimension by = query.by();
        String text = TEXT.formatted(SpendSums.OF_ROLLUP, by == null ? "NULL::text" : by.column(), source.sql());
        try (Query sql = handle.createQuery(text)) {
            source.bind(sql);
            sql.bind("top", query.top());
            sql.bindArray(
                    "beginnings",
                    String.class,
                    query.beginnings().stream().map(Instant::toString).toArray());
            return sql.map((row, context) -> cell(row)).list();
        }
    }

    private static Cell cell(ResultSet row) throws SQLException {
        return new Cell(row.getString("value"), row.getInt("piece") - 1, SpendSums.read(row));
    }

    private List<SpendSums> empty() {
        return Collections.nCopies(query.beginnings().size(), SpendSums.ZERO);
    }

    private static SpendSeries.Group group(@Nullable String value, List<SpendSums> pieces) {
        return new SpendSeries.Group(value, pieces, pieces.stream().reduce(SpendSums.ZERO, SpendSums::plus));
    }
}
