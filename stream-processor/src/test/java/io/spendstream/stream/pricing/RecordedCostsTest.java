package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cost that is stated beside a recorded response, by the provider or by whoever worked it out, is reproduced to
 * the last digit, or the difference is known. The recorded responses are read where they are present; where the property
 * {@code spendstream.payloads} says, they must be.
 */
class RecordedCostsTest {
    private static final @Nullable String ASKED = System.getProperty("spendstream.payloads");
    private static final Path INDEX = Path.of(ASKED == null ? "../../shared/payloads" : ASKED, "INDEX.tsv");

    private static final Instant USUAL_DAY = Instant.parse("2026-07-15T00:00:00Z");

    /** When calls of models that were gone by the usual day were made. */
    private static final Map<String, Instant> DAYS = Map.of(
            "gemini-1.5-flash", Instant.parse("2025-07-15T00:00:00Z"),
            "gemini-2.0-flash", Instant.parse("2025-07-15T00:00:00Z"),
            "grok-4.3", Instant.parse("2026-07-02T00:00:00Z"),
            "grok-4-fast-reasoning", Instant.parse("2026-07-02T00:00:00Z"));

    /** What we say where the stated cost says otherwise; docs/prices.md has the reasons. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "anthropic/pause_turn_400k_input.json", "2.526628",
            "google/vertex_flex.json", "0.00007925",
            "mistral/chat_num_cached_tokens.json", "0.000341",
            "openai/responses_web_search_cached.json", "0.1183775",
            "openrouter/gemini_cache_overlap.json", "no price for cache_write_5m in tier standard",
            "openrouter/gpt56_responses_cache_write.json", "no price for openai/gpt-5.6-sol at openrouter",
            "openrouter/minimax_reasoning_exceeds_output.sse", "no price for minimax/minimax-m2:free at openrouter");

    /** A response beside which a cost is stated. */
    private record Recorded(Map<String, String> row, BigDecimal stated) {
        @Override
        public String toString() {
            return row.getOrDefault("file", "");
        }
    }

    static List<Recorded> recorded() throws IOException {
        List<Recorded> recorded = new ArrayList<>();
        if (ASKED == null && !Files.exists(INDEX)) {
            return recorded;
        }
        List<String> lines = Files.readAllLines(INDEX);
        List<String> header = List.of(lines.get(0).split("\t", -1));
        for (String line : lines.subList(1, lines.size())) {
            Map<String, String> row = row(header, line.split("\t", -1));
            BigDecimal stated = stated(row);
            if (stated != null) {
                recorded.add(new Recorded(row, stated));
            }
        }
        assertThat(recorded).as("responses with a stated cost in " + INDEX).isNotEmpty();
        return recorded;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recorded")
    void isReproducedOrExplained(Recorded recorded) {
        Quote quote = quote(recorded.row());

        Money cost = quote.pricing().cost();
        String explained = EXPLAINED.get(recorded.toString());
        if (explained == null || explained.startsWith("no price")) {
            assertThat(quote.reason()).isEqualTo(explained);
        }
        if (cost != null) {
            BigDecimal expected = explained == null ? recorded.stated() : new BigDecimal(explained);
            assertThat(cost.toBigDecimal()).isEqualByComparingTo(expected);
        }
    }

    private static @Nullable BigDecimal stated(Map<String, String> row) {
        String byProvider = row.getOrDefault("stated_cost_usd", "");
        String byOthers = row.getOrDefault("src_expected_cost_usd", "");
        String text = byProvider.isEmpty() ? byOthers : byProvider;
        return text.isEmpty() ? null : new BigDecimal(text);
    }

    private static Quote quote(Map<String, String> row) {
        String model = row.getOrDefault("model", "");
        String request = row.getOrDefault("request_model", "");
        String tier = row.getOrDefault("service_tier", "");
        ModelCall call = new ModelCall(
                row.getOrDefault("provider", ""),
                model.isEmpty() ? request : model,
                request.isEmpty() ? null : request,
                null,
                tier.isEmpty() ? null : tier);
        Instant at = DAYS.getOrDefault(model, USUAL_DAY);
        return PriceBook.bundled().quote(call, null, counts(row), UsageStatus.FINAL, at);
    }

    /** Makes disjoint counts of the index's, whose audio and image counts are parts of its sums. */
    private static UsageCounts counts(Map<String, String> row) {
        long documents = number(row.getOrDefault("other_units", ""), "DOCUMENT modality=");
        long searches =
                count(row, "web_search") + number(row.getOrDefault("other_units", ""), "SERVER_SIDE_TOOL_WEB_SEARCH=");
        long audioIn = count(row, "audio_in");
        long imageIn = count(row, "image_in") + documents;
        long videoIn = count(row, "video_in");
        long reasoning = count(row, "reasoning_in_output");
        long audioOut = count(row, "audio_out");
        long imageOut = count(row, "image_out");
        return Calls.counts(Map.ofEntries(
                Map.entry(UsageClass.INPUT, count(row, "in_uncached") - audioIn - imageIn - videoIn),
                Map.entry(UsageClass.INPUT_AUDIO, audioIn),
                Map.entry(UsageClass.INPUT_IMAGE, imageIn),
                Map.entry(UsageClass.INPUT_VIDEO, videoIn),
                Map.entry(UsageClass.CACHE_READ, count(row, "cache_read")),
                Map.entry(UsageClass.CACHE_WRITE_5M, count(row, "cache_write_5m")),
                Map.entry(UsageClass.CACHE_WRITE_1H, count(row, "cache_write_1h")),
                Map.entry(UsageClass.OUTPUT, count(row, "output_total") - reasoning - audioOut - imageOut),
                Map.entry(UsageClass.REASONING, reasoning),
                Map.entry(UsageClass.OUTPUT_AUDIO, audioOut),
                Map.entry(UsageClass.OUTPUT_IMAGE, imageOut),
                Map.entry(UsageClass.WEB_SEARCH, searches)));
    }

    private static long count(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static long number(String text, String name) {
        int start = text.indexOf(name);
        return start < 0
                ? 0
                : Long.parseLong(text.substring(start + name.length()).split("\\D", 2)[0]);
    }

    private static Map<String, String> row(List<String> header, String[] cells) {
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < Math.min(header.size(), cells.length); i++) {
            row.put(header.get(i), cells[i]);
        }
        return row;
    }
}
