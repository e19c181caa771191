package io.spendstream.cli.verify;

import io.spendstream.cli.connection.Connection;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's table as an outsider reads it. The SQL is this class' own, on purpose: a check that asked the reports
 * whether the reports are right would prove nothing.
 */
final class Table {
    private final Jdbi jdbi;

    Table(Connection connection) {
        this.jdbi = Jdbi.create(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword());
    }

    /** One row. */
    record Row(
            String eventId,
            Instant timestamp,
            String taskType,
            String provider,
            String model,
            @Nullable Long promptTokens,
            @Nullable Long completionTokens,
            @Nullable BigDecimal costExact,
            @Nullable BigDecimal cost,
            @Nullable String priceId,
            UsageCounts usage) {}

    /** The sums of some rows. */
    record Sums(long rows, long calls, BigDecimal promptTokens, BigDecimal completionTokens, BigDecimal costExact) {
        @Override
        public String toString() {
            return "%d calls, %s prompt + %s completion tokens, $%s"
                    .formatted(calls, promptTokens, completionTokens, costExact.toPlainString());
        }
    }

    /** Returns the rows of {@code session}, in the order of their events. */
    List<Row> rowsOf(String session) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM token_usage WHERE session_id = :session ORDER BY timestamp, event_id, entry")
                .bind("session", session)
                .map((row, context) -> toRow(row))
                .list());
    }

    private static Row toRow(ResultSet row) throws SQLException {
        var usage = UsageCounts.builder();
        for (UsageClass usageClass : UsageClass.all()) {
            if (usageClass.isTokens()) {
                long count = row.getLong(usageClass.wireName() + "_tokens");
                if (!row.wasNull()) {
                    usage.set(usageClass, count);
                }
            }
        }
        return new Row(
                row.getString("event_id"),
                row.getTimestamp("timestamp").toInstant(),
                row.getString("task_type"),
                row.getString("provider"),
                row.getString("model"),
                row.getObject("prompt_tokens", Long.class),
                row.getObject("completion_tokens", Long.class),
                row.getBigDecimal("cost_exact"),
                row.getBigDecimal("cost"),
                row.getString("price_id"),
                usage.build());
    }

    /** Returns the sums over the rows whose task type starts with {@code prefix}. */
    Sums sumsOfTaskTypes(String prefix) {
        return sums("WHERE starts_with(task_type, :prefix)", prefix);
    }

    /** Returns the sums over all rows. */
    Sums sums() {
        return sums("WHERE starts_with(task_type, :prefix)", "");
    }

    private Sums sums(String where, String prefix) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) AS rows, count(*) FILTER (WHERE entry = 0) AS calls,
                               coalesce(sum(prompt_tokens), 0) AS prompt_tokens,
                               coalesce(sum(completion_tokens), 0) AS completion_tokens,
                               coalesce(sum(cost_exact), 0) AS cost_exact
                        FROM token_usage\s""" + where)
                .bind("prefix", prefix)
                .map((row, context) -> new Sums(
                        row.getLong("rows"),
                        row.getLong("calls"),
                        row.getBigDecimal("prompt_tokens"),
                        row.getBigDecimal("completion_tokens"),
                        row.getBigDecimal("cost_exact")))
                .one());
    }
}
