package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Turns a row of {@code token_usage} back into the line it was made from. */
public final class LedgerEntryMapper implements RowMapper<LedgerEntry> {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public LedgerEntry map(ResultSet row, StatementContext context) throws SQLException {
        var line = new LedgerLine(
                required(row, "event_id"),
                row.getInt("entry"),
                row.getString("reason"),
                row.getString("operator"),
                time(row, "timestamp"),
                time(row, "recorded_at"),
                attribution(row),
                new ModelCall(
                        required(row, "provider"),
                        required(row, "model"),
                        row.getString("request_model"),
                        row.getString("api"),
                        row.getString("service_tier")),
                usage(row),
                UsageStatus.valueOf(required(row, "usage_status").toUpperCase(Locale.ROOT)),
                pricing(row),
                row.getInt("unpriced_calls"),
                row.getBigDecimal("provider_cost"),
                longOrNull(row, "latency_ms"),
                row.getString("status"),
                Set.of());
        return new LedgerEntry(row.getLong("id"), line, row.getBigDecimal("cost"));
    }

    private static Attribution attribution(ResultSet row) throws SQLException {
        return new Attribution(
                required(row, "session_id"),
                row.getString("task_type"),
                row.getString("team"),
                row.getString("agent"),
                row.getString("project"),
                row.getString("user_id"),
                row.getString("environment"),
                row.getString("parent_session_id"),
                jsonObject(row.getString("tags")));
    }

    private static UsageCounts usage(ResultSet row) throws SQLException {
        var usage = UsageCounts.builder();
        Map<String, String> units = jsonObject(row.getString("units"));
        for (UsageClass usageClass : UsageClass.all()) {
            String unit = units.get(usageClass.wireName());
            Long count = usageClass.isTokens()
                    ? longOrNull(row, usageClass.wireName() + "_tokens")
                    : unit == null ? null : Long.valueOf(unit);
            if (count != null) {
                usage.set(usageClass, count);
            }
        }
        return usage.build();
    }

    private static Pricing pricing(ResultSet row) throws SQLException {
        BigDecimal cost = row.getBigDecimal("cost_exact");
        return new Pricing(
                PricingStatus.valueOf(required(row, "pricing_status").toUpperCase(Locale.ROOT)),
                cost == null ? null : Money.of(cost),
                row.getString("priced_model"),
                row.getString("price_id"),
                row.getString("match"),
                row.getString("book_version"));
    }

    private static String required(ResultSet row, String column) throws SQLException {
        return requireNonNull(row.getString(column), column);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return requireNonNull(row.getObject(column, OffsetDateTime.class), column)
                .toInstant();
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }

    /** Reads an object of texts or whole numbers, which is all that the sink writes. */
    private static Map<String, String> jsonObject(@Nullable String text) throws SQLException {
        Map<String, String> object = new TreeMap<>();
        if (text == null) {
            return object;
        }
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                object.put(key, json.getText());
            }
            return object;
        } catch (IOException e) {
            throw new SQLException("not a JSON object: " + text, e);
        }
    }
}
