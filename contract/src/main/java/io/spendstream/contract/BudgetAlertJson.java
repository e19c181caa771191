package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The wire form of a {@link BudgetAlert}: a CloudEvents 1.0 event in JSON. Amounts are decimal strings of cents.
 *
 * <p>Thread-safe: all methods are pure.
 */
public final class BudgetAlertJson {
    /** The CloudEvents {@code type} of an alert. */
    public static final String TYPE = "spendstream.budget.alert.v1";

    private static final JsonFactory JSON = Json.factory();
    private static final int RATIO_DECIMALS = 8;

    private BudgetAlertJson() {}

    /** Returns {@code alert} as UTF-8 JSON. */
    public static byte[] write(BudgetAlert alert) {
        var bytes = new ByteArrayOutputStream(768);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", alert.id());
            json.writeStringField("source", "/spendstream");
            json.writeStringField("type", TYPE);
            json.writeStringField("subject", alert.budget().id());
            json.writeStringField("time", alert.time().toString());
            json.writeStringField("datacontenttype", "application/json");
            json.writeObjectFieldStart("data");
            writeData(json, alert);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeData(JsonGenerator json, BudgetAlert alert) throws IOException {
        Budget budget = alert.budget();
        json.writeStringField("state", "firing");
        json.writeStringField("severity", alert.isExceeded() ? "critical" : "warning");
        json.writeStringField("kind", "actual");
        json.writeObjectFieldStart("budget");
        json.writeStringField("id", budget.id());
        json.writeStringField("name", budget.name());
        json.writeObjectFieldStart("scope");
        json.writeStringField("dimension", budget.dimension().wireName());
        json.writeArrayFieldStart("values");
        for (String value : budget.values()) {
            json.writeString(value);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeStringField("limit_cents", cents(budget.limit()));
        json.writeStringField("currency", "USD");
        json.writeObjectFieldStart("period");
        json.writeStringField("type", "day");
        json.writeStringField("start", alert.day() + "T00:00:00Z");
        json.writeStringField("end", alert.day().plusDays(1) + "T00:00:00Z");
        json.writeStringField("timezone", "UTC");
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("threshold");
        json.writeStringField("ratio", alert.threshold().toPlainString());
        json.writeStringField("amount_cents", cents(budget.amountAt(alert.threshold())));
        json.writeEndObject();
        json.writeObjectFieldStart("spend");
        json.writeStringField("before_cents", cents(alert.spendBefore()));
        json.writeStringField("used_cents", cents(alert.spendAfter()));
        json.writeStringField("used_ratio", ratio(alert.spendAfter(), budget.limit()));
        json.writeEndObject();
        json.writeStringField("message", alert.message());
    }

    private static String cents(Money amount) {
        return amount.toBigDecimal().movePointRight(2).toPlainString();
    }

    private static String ratio(Money part, Money whole) {
        BigDecimal ratio = part.toBigDecimal().divide(whole.toBigDecimal(), RATIO_DECIMALS, RoundingMode.HALF_UP);
        return ratio.toPlainString();
    }
}
