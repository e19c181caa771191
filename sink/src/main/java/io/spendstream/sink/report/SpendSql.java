package io.spendstream.sink.report;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Asks the database for spend. The total is that of the groups, so that what is read is added up once and not twice.
 *
 * <p>Where a day, a week or a month begins is computed here, with Java's rules of the zone; the database only counts how
 * many beginnings a line has behind it. So days with 23 or 25 hours are right, and both sides cannot have different rules.
 */
final class SpendSql {
    private final SpendQuery query;
    private final Source source;
    private final List<LocalDate> spans;

    /** The groups and their total. */
    record Answer(List<SpendLine> lines, SpendSums total) {}

    SpendSql(SpendQuery query) {
        this.query = query;
        spans = query.spans();
        source = query.source();
    }

    Answer ask(Handle handle) {
        List<SpendLine> lines = new ArrayList<>();
        SpendSums total = null;
        try (Query sql = handle.createQuery(text())) {
            bind(sql);
            for (Line line : sql.map((row, context) -> read(row)).list()) {
                if (line.isTotal()) {
                    total = line.line().sums();
                } else {
                    lines.add(line.line());
                }
            }
        }
        return new Answer(isInSpans() ? inOrder(lines) : lines, Objects.requireNonNull(total));
    }

    /** Turns the spans around, and leaves within each the most expensive first. */
    private static List<SpendLine> inOrder(List<SpendLine> latestFirst) {
        Map<String, List<SpendLine>> spans = new LinkedHashMap<>();
        latestFirst.forEach(line -> spans.computeIfAbsent(line.values().get(0), span -> new ArrayList<>())
                .add(line));
        List<List<SpendLine>> earliestFirst = new ArrayList<>(spans.values());
        Collections.reverse(earliestFirst);
        return earliestFirst.stream().flatMap(List::stream).toList();
    }

    private record Line(boolean isTotal, SpendLine line) {}

    private Line read(ResultSet row) throws SQLException {
        SpendSums sums = SpendSums.read(row);
        if (row.getBoolean("is_total")) {
            return new Line(true, new SpendLine(List.of(), sums));
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < query.by().size(); i++) {
            String value = Objects.requireNonNull(row.getString("by" + i));
            SpendDimension dimension = query.by().get(i);
            values.add(dimension.isCalendar() ? dimension.label(spans.get(Integer.parseInt(value) - 1)) : value);
        }
        return new Line(false, new SpendLine(values, sums));
    }

    private String text() {
        int size = query.by().size();
        if (size == 0) {
            return "SELECT true AS is_total, %s FROM %s AS read LIMIT :limit"
                    .formatted(SpendSums.OF_ROLLUP, source.sql());
        }
        String by = names(size, i -> "by" + i);
        return """
                WITH line AS (
                    SELECT %1$s, %2$s FROM %3$s AS read GROUP BY %4$s %5$s)
                SELECT %4$s, false AS is_total, %6$s FROM line
                UNION ALL SELECT %7$s, true, %2$s FROM line
                ORDER BY is_total DESC, %8$s cost_exact DESC, %4$s
                LIMIT :limit
                """.formatted(
                        names(size, i -> groupOf(query.by().get(i)) + " AS by" + i),
                        SpendSums.OF_ROLLUP,
                        source.sql(),
                        by,
                        source.hasEmptyGroups() ? "HAVING " + SpendSums.IS_LEFT : "",
                        SpendSums.COLUMNS,
                        names(size, i -> "NULL"),
                        spanOrder());
    }

    private static String names(int count, IntFunction<String> name) {
        return IntStream.range(0, count).mapToObj(name).collect(joining(", "));
    }

    private boolean isInSpans() {
        return !query.by().isEmpty() && query.by().get(0).isCalendar();
    }

    /** The latest first, so that a limit leaves out what is longest ago. */
    private String spanOrder() {
        return isInSpans() ? "by0 DESC," : "";
    }

    private static String groupOf(SpendDimension dimension) {
        return dimension.isCalendar() ? "width_bucket(bucket, :spans)" : dimension.column();
    }

    private void bind(Query sql) {
        source.bind(sql);
        sql.bind("limit", query.limit() + 1L); // the total is a line too
        if (!spans.isEmpty()) {
            sql.bindArray(
                    "spans",
                    Instant.class,
                    spans.stream().map(query::beginningOf).toArray());
        }
    }
}
