package io.spendstream.sink.report;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Asks the database for spend: the rollup where that is fine enough, else the rows.
 *
 * <p>Where a day begins is computed here, with Java's rules of the zone; the database only counts how many beginnings a
 * line has behind it. So days with 23 or 25 hours are right, and both sides cannot have different rules.
 */
final class SpendSql {
    private final SpendQuery query;
    private final Source source;
    private final List<LocalDate> days;

    /** The groups and their total. */
    record Answer(List<SpendLine> lines, SpendSums total) {}

    SpendSql(SpendQuery query) {
        this.query = query;
        days = query.by().contains(SpendDimension.DAY) ? query.days() : List.of();
        List<Instant> beginnings = days.stream().map(query::beginningOf).toList();
        source = query.isAnsweredByRollup()
                ? Source.of(query.since(), query.until(), beginnings, query.by(), query.where())
                : Source.ofRows(query.since(), query.until(), query.where());
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
        return new Answer(lines, Objects.requireNonNull(total));
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
            values.add(
                    query.by().get(i) == SpendDimension.DAY
                            ? days.get(Integer.parseInt(value) - 1).toString()
                            : value);
        }
        return new Line(false, new SpendLine(values, sums));
    }

    private String text() {
        String by =
                IntStream.range(0, query.by().size()).mapToObj(i -> "by" + i).collect(joining(", "));
        String groups = IntStream.range(0, query.by().size())
                .mapToObj(i -> groupOf(query.by().get(i)) + " AS by" + i + ", ")
                .collect(joining());
        String isTotal = by.isEmpty() ? "true" : "grouping(by0) = 1";
        return """
                SELECT %1$s %2$s AS is_total, %3$s
                FROM (SELECT %4$s %5$s FROM %6$s AS read) AS line
                GROUP BY GROUPING SETS (%7$s ())
                ORDER BY is_total DESC, %8$s cost_exact DESC %9$s
                LIMIT :limit
                """.formatted(
                        by.isEmpty() ? "" : by + ",",
                        isTotal,
                        SpendSums.OF_ROLLUP,
                        groups,
                        SpendSums.COLUMNS,
                        source.sql(),
                        by.isEmpty() ? "" : "(" + by + "),",
                        dayOrder(),
                        by.isEmpty() ? "" : ", " + by);
    }

    private String dayOrder() {
        int day = query.by().indexOf(SpendDimension.DAY);
        return day == 0 ? "by0," : "";
    }

    private static String groupOf(SpendDimension dimension) {
        return dimension == SpendDimension.DAY
                ? "width_bucket(bucket, CAST(:days AS timestamptz[]))"
                : dimension.column();
    }

    private void bind(Query sql) {
        source.bind(sql);
        sql.bind("limit", query.limit() + 1L); // the total is a line too
        if (!days.isEmpty()) {
            sql.bindArray(
                    "days",
                    String.class,
                    days.stream().map(day -> query.beginningOf(day).toString()).toArray());
        }
    }
}
