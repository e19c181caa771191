package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.contract.UsageClass;
import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.write.LedgerRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How sums, lines and times stand in answers. Pure functions. */
public final class Forms {
    private Forms() {}

    /** Returns an empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns {@code amount} of dollars, with every decimal. */
    public static String money(BigDecimal amount) {
        return amount.setScale(Money.SCALE, RoundingMode.UNNECESSARY).toPlainString();
    }

    /** Returns {@code time}, or null. */
    public static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** Returns the name of {@code zone}, as the parameter {@code tz} takes it. */
    static String zone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    static @Nullable String cost(SpendSums sums) {
        return sums.knownCost().map(Forms::money).orElse(null);
    }

    static ObjectNode put(ObjectNode node, SpendSums sums) {
        return node.put("calls", sums.calls())
                .put("unpriced_calls", sums.unpricedCalls())
                .put("prompt_tokens", sums.promptTokens())
                .put("completion_tokens", sums.completionTokens())
                .put("cache_read_tokens", sums.cacheReadTokens())
                .put("cache_write_tokens", sums.cacheWriteTokens())
                .put("reasoning_tokens", sums.reasoningTokens())
                .put("cost_usd", cost(sums));
    }

    /** Returns {@code part} of {@code whole}, or empty if there is no such ratio. */
    static Optional<String> ratio(Optional<BigDecimal> part, Optional<BigDecimal> whole, int decimals) {
        if (part.isEmpty() || whole.isEmpty() || whole.get().signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                part.get().divide(whole.get(), decimals, RoundingMode.HALF_UP).toPlainString());
    }

    /** Returns a ledger line. */
    public static ObjectNode event(int partition, long offset, LedgerLine line) {
        Attribution attribution = line.attribution().orUnattributed();
        ObjectNode node = object();
        node.put("id", String.valueOf(LedgerRow.id(partition, offset)));
        node.put("event_id", line.eventId());
        node.put("entry", line.entry());
        node.put("reason", line.reason());
        node.put("timestamp", time(line.timestamp()));
        node.put("recorded_at", time(line.recordedAt()));
        node.put("team", attribution.team());
        node.put("agent", attribution.agent());
        node.put("task_type", attribution.taskType());
        node.put("session", attribution.sessionId());
        node.put("project", attribution.project());
        node.put("provider", line.call().provider());
        node.put("model", line.call().model());
        node.put("prompt_tokens", line.usage().promptTokens());
        node.put("completion_tokens", line.usage().completionTokens());
        ObjectNode tokens = node.putObject("tokens");
        for (UsageClass usageClass : UsageClass.all()) {
            if (line.usage().get(usageClass) != 0) {
                tokens.put(usageClass.wireName(), line.usage().get(usageClass));
            }
        }
        Money cost = line.pricing().cost();
        node.put("cost_usd", cost == null ? null : cost.toString());
        node.put("pricing_status", line.pricing().status().wireName());
        node.put("price_id", line.pricing().priceId());
        node.put("usage_status", line.usageStatus().wireName());
        node.put("latency_ms", line.latencyMillis());
        return node;
    }
}
