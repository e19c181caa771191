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

/**
 * Asks the database for spend over time: first who spent most, then how much each of these and all others did when. So
 * few sums are kept while it is added up, however many groups there are. Which piece a line is in, it counts by the
 * beginnings it is given.
 */
final class SeriesSql {
    private static final String LEADERS = """
            SELECT %1$s FROM %2$s AS read
            GROUP BY %1$s ORDER BY sum(cost_exact) DESC, sum(calls) DESC, %1$s LIMIT :top
            """;

    private static final String CELLS = """
            SELECT width_bucket(bucket, :beginnings) AS piece, %1$s AS value, %2$s
            FROM %3$s AS read GROUP BY 1, 2 %4$s
            """;

    private final SpendSeriesQuery query;
    private final Source source;
    private final List<SpendDimension> by;

    private record Cell(@Nullable String value, int piece, SpendSums sums) {}

    SeriesSql(SpendSeriesQuery query) {
        this.query = query;
        by = query.by() == null ? List.of() : List.of(query.by());
        source = Source.of(query.since(), query.until(), query.beginnings(), by, query.where());
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
        List<String> leaders = leaders(handle);
        String text = CELLS.formatted(
                by.isEmpty() ? "NULL::text" : leader(column()),
                SpendSums.OF_ROLLUP,
                source.sql(SeriesSql::leader),
                source.hasEmptyGroups() ? "HAVING " + SpendSums.IS_LEFT : "");
        try (Query sql = handle.createQuery(text)) {
            source.bind(sql);
            sql.bindArray("beginnings", Instant.class, query.beginnings().toArray());
            if (!by.isEmpty()) {
                sql.bindArray("leaders", String.class, leaders.toArray());
            }
            return sql.map((row, context) -> cell(row)).list();
        }
    }

    private static String leader(String column) {
        return "CASE WHEN %1$s = ANY (:leaders) THEN %1$s END".formatted(column);
    }

    /** Returns the values that have a group of their own. Of when they spent it no sum needs to know. */
    private List<String> leaders(Handle handle) {
        if (by.isEmpty()) {
            return List.of();
        }
        Source whole = Source.of(query.since(), query.until(), List.of(), by, query.where());
        try (Query sql = handle.createQuery(LEADERS.formatted(column(), whole.sql()))) {
            whole.bind(sql);
            return sql.bind("top", query.top()).mapTo(String.class).list();
        }
    }

    private String column() {
        return by.get(0).column();
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
