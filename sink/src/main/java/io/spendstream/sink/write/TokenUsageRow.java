package io.spendstream.sink.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a ledger line becomes a row of {@code token_usage}: the columns, and the values in their order. */
final class TokenUsageRow {
    private static final List<UsageClass> TOKEN_CLASSES =
            UsageClass.all().stream().filter(UsageClass::isTokens).toList();

    private static final List<String> COLUMN_NAMES = Stream.of(
                    Stream.of("id", "event_id", "entry", "timestamp", "recorded_at", "session_id", "task_type"),
                    Stream.of("team", "agent", "project", "environment", "user_id", "parent_session_id", "tags"),
                    Stream.of("provider", "model", "request_model", "api", "service_tier"),
                    Stream.of("prompt_tokens", "completion_tokens"),
                    TOKEN_CLASSES.stream().map(usageClass -> usageClass.wireName() + "_tokens"),
                    Stream.of("units", "cost_exact", "pricing_status", "priced_model", "price_id", "match"),
                    Stream.of("book_version", "usage_status", "unpriced_calls", "reason", "provider_cost"),
                    Stream.of("latency_ms", "status", "operator"))
            .flatMap(names -> names)
            .toList();

    /** The columns that are written, separated by commas. */
    static final String COLUMNS =
            COLUMN_NAMES.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));

    private static final JsonFactory JSON = new JsonFactory();

    private TokenUsageRow() {}

    /** Appends {@code row} to {@code copy}. */
    static void append(CopyBuffer copy, LedgerRow row) {
        LedgerLine line = row.line();
        copy.row(COLUMN_NAMES.size());
        copy.int8(row.id());
        copy.text(line.eventId());
        copy.int2(line.entry());
        copy.timestamptz(line.timestamp());
        copy.timestamptz(line.recordedAt());
        appendAttribution(copy, line.attribution().orUnattributed());
        appendCall(copy, line.call());
        appendUsage(copy, line.usage());
        appendPricing(copy, line.pricing());
        copy.text(line.usageStatus().wireName());
        copy.int2(line.unpricedCalls());
        copy.text(line.reason());
        copy.numeric(line.providerCost());
        copy.int8(line.latencyMillis());
        copy.text(line.status());
        copy.text(line.operator());
    }

    private static void appendAttribution(CopyBuffer copy, Attribution attribution) {
        copy.text(attribution.sessionId());
        copy.text(attribution.taskType());
        copy.text(attribution.team());
        copy.text(attribution.agent());
        copy.text(attribution.project());
        copy.text(attribution.environment());
        copy.text(attribution.user());
        copy.text(attribution.parentSessionId());
        copy.jsonb(attribution.tags().isEmpty() ? null : tagsJson(attribution.tags()));
    }

    private static void appendCall(CopyBuffer copy, ModelCall call) {
        copy.text(call.provider());
        copy.text(call.model());
        copy.text(call.requestModel());
        copy.text(call.api());
        copy.text(call.serviceTier());
    }

    private static void appendUsage(CopyBuffer copy, UsageCounts usage) {
        // without any usage the sums are unknown; with some, a class that is absent was not consumed
        copy.int8(usage.isEmpty() ? null : (Long) usage.promptTokens());
        copy.int8(usage.isEmpty() ? null : (Long) usage.completionTokens());
        for (UsageClass usageClass : TOKEN_CLASSES) {
            copy.int8(usage.has(usageClass) ? (Long) usage.get(usageClass) : null);
        }
        copy.jsonb(unitsJson(usage));
    }

    private static void appendPricing(CopyBuffer copy, Pricing pricing) {
        copy.numeric(pricing.cost());
        copy.text(pricing.status().wireName());
        copy.text(pricing.pricedModel());
        copy.text(pricing.priceId());
        copy.text(pricing.match());
        copy.text(pricing.bookVersion());
    }

    private static byte[] tagsJson(Map<String, String> tags) {
        var bytes = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static byte @Nullable [] unitsJson(UsageCounts usage) {
        var units = UsageClass.all().stream()
                .filter(usageClass -> !usageClass.isTokens() && usage.has(usageClass))
                .toList();
        if (units.isEmpty()) {
            return null;
        }
        var bytes = new ByteArrayOutputStream(64);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (UsageClass usageClass : units) {
                json.writeNumberField(usageClass.wireName(), usage.get(usageClass));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
