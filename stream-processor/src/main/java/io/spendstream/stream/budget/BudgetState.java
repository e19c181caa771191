package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spendstream.contract.Budget;
import io.spendstream.contract.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * What a budget has spent of its limit today.
 *
 * <pre>
 * { "budget_id": text, "name": text, "scope": { "dimension": name, "values": [text …] }, "period": "day",
 *   "day": "2026-11-21", "limit_usd": decimal string, "spent_usd": decimal string with 14 decimals,
 *   "unpriced_calls": n, "as_of": RFC 3339 }
 * </pre>
 *
 * @param budget the budget
 * @param day the UTC day
 * @param spent what was spent on that day; its cost lacks the unpriced calls
 * @param asOf when this was found out
 */
public record BudgetState(Budget budget, LocalDate day, Tally spent, Instant asOf) {
    private static final JsonFactory JSON = new JsonFactory();

    public BudgetState {
        requireNonNull(budget, "budget");
        requireNonNull(day, "day");
        requireNonNull(spent, "spent");
        requireNonNull(asOf, "asOf");
    }

    /** Returns the wire form, UTF-8 JSON. */
    public byte[] toJson() {
        var bytes = new ByteArrayOutputStream(320);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("budget_id", budget.id());
            json.writeStringField("name", budget.name());
            json.writeObjectFieldStart("scope");
            json.writeStringField("dimension", budget.dimension().wireName());
            json.writeArrayFieldStart("values");
            for (String value : budget.values()) {
                json.writeString(value);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeStringField("period", "day");
            json.writeStringField("day", day.toString());
            json.writeStringField(
                    "limit_usd",
                    budget.limit().toBigDecimal().stripTrailingZeros().toPlainString());
            json.writeStringField("spent_usd", spent.cost().toString());
            json.writeNumberField("unpriced_calls", spent.unpricedCalls());
            json.writeStringField("as_of", asOf.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
