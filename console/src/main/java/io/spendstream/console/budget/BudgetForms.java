package io.spendstream.console.budget;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.report.Forms;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetForecast;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetWindow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How budgets and alerts stand in answers. Pure functions. */
public final class BudgetForms {
    private static final int RATIO_DECIMALS = 8;

    private BudgetForms() {}

    static ObjectNode budget(BudgetState latest, Instant now) {
        BudgetState state = latest.at(now);
        Allowance allowance = state.allowance();
        ObjectNode node = Forms.object();
        node.put("id", allowance.id());
        node.put("name", allowance.name());
        putValues(node.putObject("scope"), allowance.scope());
        ArrayNode each = node.putArray("each");
        allowance.each().stream().sorted().forEach(dimension -> each.add(dimension.wireName()));
        putValues(node.putObject("values"), allowance.values());
        putPeriod(node.putObject("period"), allowance.period(), allowance.window());
        node.put("unit", allowance.limit().unit().wireName());
        node.put("limit", amount(allowance.limit()));
        node.put("actual", amount(state.spent()));
        node.put("actual_ratio", state.ratio().toPlainString());
        putPace(node, state.spent(), allowance.limit(), allowance.window(), now);
        node.put("status", state.status().name().toLowerCase(java.util.Locale.ROOT));
        node.put("unpriced_calls", state.unpricedCalls());
        node.put("action", allowance.action().wireName());
        node.put("owner", allowance.owner());
        node.put("updated_at", Forms.time(state.updated()));
        return node;
    }

    private static void putPace(
            ObjectNode node, BudgetAmount spent, BudgetAmount limit, BudgetWindow window, Instant now) {
        node.putNull("pace").putNull("pace_ratio");
        node.putNull("forecast").putNull("forecast_ratio").putNull("exhausted_at");
        if (window.isAlways()) {
            return;
        }
        BigDecimal length = seconds(window.start(), window.end());
        BigDecimal elapsed = seconds(window.start(), now).divide(length, RATIO_DECIMALS, RoundingMode.HALF_UP);
        BudgetAmount pace = limit.share(elapsed);
        node.put("pace", amount(pace)).put("pace_ratio", elapsed.toPlainString());
        if (BudgetForecast.isEarly(window, now)) {
            return;
        }
        Duration lately = Duration.between(window.start(), now);
        BudgetForecast forecast = BudgetForecast.of(limit, window, spent, spent, lately, now);
        node.put("forecast", amount(forecast.atEnd())).put("forecast_ratio", ratio(forecast.atEnd(), limit));
        Instant exhaustedAt = forecast.exhaustedAt();
        if (exhaustedAt != null && !spent.isAtLeast(limit)) {
            node.put("exhausted_at", Forms.time(exhaustedAt));
        }
    }

    /** Returns {@code alert}. */
    public static ObjectNode alert(BudgetAlert alert) {
        Allowance allowance = alert.allowance();
        BudgetForecast forecast = alert.forecast();
        ObjectNode node = Forms.object();
        node.put("id", alert.id());
        node.put("time", Forms.time(alert.time()));
        node.put("state", alert.state().wireName());
        node.put("severity", alert.severity().wireName());
        node.put("kind", alert.kind().wireName());
        node.put("budget", allowance.id());
        node.put("budget_name", allowance.name());
        putValues(node.putObject("values"), allowance.values());
        node.put("team", allowance.team().orElse(null));
        node.put("unit", allowance.limit().unit().wireName());
        node.put("limit", amount(allowance.limit()));
        node.put("spend_before", amount(alert.spendBefore()));
        node.put("spend", amount(alert.spend()));
        node.put("threshold", alert.threshold().toPlainString());
        node.put("exhausted_at", forecast == null ? null : Forms.time(forecast.exhaustedAt()));
        putPeriod(node.putObject("period"), allowance.period(), allowance.window());
        node.put("sequence", alert.sequence());
        node.put("is_late", alert.isLate());
        node.put("trigger_event_id", alert.trigger());
        node.put("message", alert.message());
        return node;
    }

    private static void putPeriod(ObjectNode node, BudgetPeriod period, BudgetWindow window) {
        node.put("type", period.type().wireName());
        node.put("timezone", period.zoneName());
        node.put("start", window.isAlways() ? null : Forms.time(window.start()));
        node.put("end", window.isAlways() ? null : Forms.time(window.end()));
    }

    private static void putValues(ObjectNode node, Map<BudgetDimension, String> values) {
        values.forEach((dimension, value) -> node.put(dimension.wireName(), value));
    }

    private static String amount(BudgetAmount amount) {
        return amount.value().toPlainString();
    }

    private static String ratio(BudgetAmount part, BudgetAmount limit) {
        return part.ratioOf(limit).toPlainString();
    }

    private static BigDecimal seconds(Instant from, Instant to) {
        return BigDecimal.valueOf(Duration.between(from, to).toSeconds());
    }
}
