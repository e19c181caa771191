package io.spendstream.faults.verify;

import io.spendstream.faults.workload.PlannedCall;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the tables show. */
public final class TableViews {
    /** A row's id is offset × 4096 + partition of its line. */
    private static final long PARTITIONS = 4_096;

    private static final String SUMS = "coalesce(sum(%s), 0)";

    private TableViews() {}

    /** Returns the rows of {@code token_usage}. */
    public static List<Entry> rows(Connection connection) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT event_id, entry, "timestamp", session_id, task_type, team, agent, model, price_id,
                               coalesce(prompt_tokens, 0), coalesce(completion_tokens, 0), coalesce(cost_exact, 0),
                               unpriced_calls, id
                        FROM token_usage
                        """)) {
            while (row.next()) {
                int entry = row.getInt(2);
                entries.add(new Entry(
                        placeOf(row.getLong(14)),
                        row.getString(1),
                        entry,
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        new PlannedCall.Who(row.getString(4), row.getString(5), row.getString(6), row.getString(7)),
                        row.getString(8),
                        row.getString(9),
                        new Sum(
                                entry == 0 ? 1 : 0,
                                row.getLong(10),
                                row.getLong(11),
                                Sum.units(row.getBigDecimal(12)),
                                row.getLong(13))));
            }
        }
        return entries;
    }

    private static Origin placeOf(long id) {
        return new Origin((int) (id % PARTITIONS), id / PARTITIONS);
    }

    /** Returns what {@code table}, the rollup or one of its coarser levels, adds up to. */
    public static View rollup(Connection connection, String table) throws SQLException {
        Map<Bucket, Sum> buckets = new TreeMap<>();
        Set<String> dimensions = Set.of(Bucket.ALL, Bucket.TEAM, Bucket.TASK_TYPE, Bucket.AGENT, Bucket.MODEL);
        for (String dimension : dimensions) {
            String value = dimension.equals(Bucket.ALL) ? "''" : dimension;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("""
                            SELECT %s, (bucket AT TIME ZONE 'UTC')::date, sum(calls), sum(prompt_tokens),
                                   sum(completion_tokens), sum(cost_exact), sum(unpriced_calls)
                            FROM %s GROUP BY 1, 2
                            """.formatted(value, table))) {
                while (row.next()) {
                    var sum = new Sum(
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            Sum.units(row.getBigDecimal(6)),
                            row.getLong(7));
                    buckets.put(new Bucket(dimension, row.getString(1), row.getObject(2, LocalDate.class)), sum);
                }
            }
        }
        return View.ofBuckets(table, dimensions, buckets);
    }

    /** Returns what the counters of the table say of each model, charges less credits. */
    public static Map<String, Sum> counters(Connection connection) throws SQLException {
        Map<String, Sum> models = new TreeMap<>();
        String columns = String.join(
                ", ",
                SUMS.formatted("requests"),
                SUMS.formatted("input_tokens - input_tokens_credited"),
                SUMS.formatted("output_tokens - output_tokens_credited"),
                SUMS.formatted("cost_charged - cost_credited"),
                SUMS.formatted("unpriced_calls - unpriced_calls_credited"));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT model, %s FROM token_usage_counter GROUP BY model".formatted(columns))) {
            while (row.next()) {
                BigDecimal cost = row.getBigDecimal(5);
                models.put(
                        row.getString(1),
                        new Sum(row.getLong(2), row.getLong(3), row.getLong(4), Sum.units(cost), row.getLong(6)));
            }
        }
        models.values().removeIf(Sum.ZERO::equals);
        return models;
    }
}
