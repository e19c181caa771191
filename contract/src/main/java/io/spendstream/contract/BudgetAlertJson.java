package io.spendstream.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a {@link BudgetAlert}: a CloudEvents 1.0 event in JSON; see {@code schema/budget-alert.schema.json}.
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class BudgetAlertJson {
    /** The CloudEvents {@code type} of an alert. */
    public static final String TYPE = "spendstream.budget.alert.v1";

    private static final String WHAT = "an alert";

    private BudgetAlertJson() {}

    /** Returns {@code alert} as UTF-8 JSON. */
    public static byte[] write(BudgetAlert alert) {
        ObjectNode node = JsonTree.object();
        node.put("specversion", "1.0");
        node.put("id", alert.id());
        node.put("source", "/spendstream");
        node.put("type", TYPE);
        node.put("subject", alert.allowance().id());
        node.put("time", WireTime.write(alert.time()));
        node.put("datacontenttype", "application/json");
        putData(node.putObject("data"), alert);
        return JsonTree.write(node);
    }

    private static void putData(ObjectNode data, BudgetAlert alert) {
        data.put("state", alert.state().wireName());
        data.put("severity", alert.severity().wireName());
        data.put("kind", alert.kind().wireName());
        data.put("sequence", alert.sequence());
        data.put("late", alert.isLate());
        AllowanceJson.put(data.putObject("budget"), alert.allowance());
        ObjectNode threshold = data.putObject("threshold");
        threshold.put("ratio", alert.threshold().toPlainString());
        if (alert.kind() != AlertKind.BURN_RATE) {
            AllowanceJson.putAmount(threshold, "amount", alert.thresholdAmount());
        }
        ObjectNode spend = data.putObject("spend");
        AllowanceJson.putAmount(spend, "before", alert.spendBefore());
        AllowanceJson.putAmount(spend, "used", alert.spend());
        spend.put("used_ratio", alert.spend().ratioOf(alert.allowance().limit()).toPlainString());
        BudgetForecast forecast = alert.forecast();
        if (forecast != null) {
            AllowanceJson.putAmount(spend, "forecast", forecast.atEnd());
            if (forecast.exhaustedAt() != null) {
                spend.put("exhausted_at", WireTime.write(forecast.exhaustedAt()));
            }
        }
        if (alert.trigger() != null) {
            data.putObject("trigger").put("event_id", alert.trigger());
        }
        data.put("message", alert.message());
    }

    /**
     * Reads an alert.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    public static BudgetAlert read(byte[] record) {
        JsonTree json = JsonTree.read(WHAT, record);
        JsonTree data = json.object("data");
        Allowance allowance = AllowanceJson.read(data.object("budget"));
        BudgetUnit unit = allowance.limit().unit();
        JsonTree spend = data.object("spend");
        return new BudgetAlert(
                allowance,
                data.constant("kind", AlertKind::of, "actual, forecast, burn_rate"),
                data.object("threshold").decimal("ratio"),
                data.constant("severity", AlertSeverity::of, "info, warning, critical"),
                data.constant("state", AlertState::of, "firing, resolved"),
                Math.toIntExact(data.number("sequence")),
                AllowanceJson.amount(spend, "before", unit),
                AllowanceJson.amount(spend, "used", unit),
                forecast(spend, unit),
                data.has("trigger") ? data.object("trigger").text("event_id") : null,
                json.time("time"),
                data.isTrue("late"));
    }

    private static @Nullable BudgetForecast forecast(JsonTree spend, BudgetUnit unit) {
        if (!spend.has("forecast_cents") && !spend.has("forecast_tokens")) {
            return null;
        }
        return new BudgetForecast(AllowanceJson.amount(spend, "forecast", unit), spend.optionalTime("exhausted_at"));
    }
}
