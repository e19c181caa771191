package io.spendstream.producer.reading;

import io.spendstream.contract.UsageCounts;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's {@code generateContent} and {@code embedContent}, on the Gemini API and on Vertex.
 *
 * <p>Cached tokens are inside the prompt, tool results beside it, thoughts beside the candidates. A count that is zero is
 * left out of the JSON, so usage without any is zero and not missing. In a stream each chunk has usage and the last one
 * counts: counts fall between chunks when tools run on the server. If the last one lacks the candidates that an earlier
 * one had, how many there were is unknown.
 *
 * @see <a href="https://ai.google.dev/api/generate-content">Google, generateContent</a>
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse">Google, vertex generateContent</a>
 */
class GeminiShape extends Shape {
    private static final Paths MODALITY =
            new Paths().text(Text.LABEL, "modality").count(Count.TOKENS, spellings("tokenCount"));

    private static final Paths CANDIDATE =
            new Paths().count(Count.INDEX, "index").text(Text.FINISH, spellings("finishReason"));

    private static final String TIER_HEADER = "x-gemini-service-tier";

    GeminiShape() {
        super(paths(usage()), Convention.REASONING_BESIDE);
    }

    private static Paths usage() {
        Paths usage = new Paths()
                .count(Count.INPUT, spellings("promptTokenCount"))
                .count(Count.TOOL_INPUT, spellings("toolUsePromptTokenCount"))
                .count(Count.CACHE_READ, spellings("cachedContentTokenCount"))
                .count(Count.OUTPUT, spellings("candidatesTokenCount", "responseTokenCount"))
                .count(Count.REASONING, spellings("thoughtsTokenCount"))
                .count(Count.TOTAL, spellings("totalTokenCount"))
                .text(Text.TIER, spellings("serviceTier", "trafficType"))
                .text(Text.COST, GATEWAY_COST);
        each(Series.INPUT_MODALITIES, usage, "promptTokensDetails", "promptTokenDetails");
        each(Series.TOOL_MODALITIES, usage, "toolUsePromptTokensDetails");
        each(Series.CACHE_MODALITIES, usage, "cacheTokensDetails");
        each(Series.OUTPUT_MODALITIES, usage, "candidatesTokensDetails", "responseTokensDetails");
        return usage;
    }

    private static Paths paths(Paths usage) {
        Paths paths = new Paths()
                .text(Text.ID, spellings("responseId"))
                .text(Text.MODEL, spellings("modelVersion"))
                .text(Text.STATUS, "serverContent.turnComplete", "server_content.turn_complete")
                .text(Text.FINISH, "promptFeedback.blockReason", "prompt_feedback.block_reason")
                .each(Series.CHOICES, "candidates", CANDIDATE)
                .error("error");
        for (String name : spellings("usageMetadata")) {
            paths.usage(name).under(name, usage);
        }
        return paths;
    }

    private static void each(Series series, Paths usage, String... names) {
        for (String name : spellings(names)) {
            usage.each(series, name, MODALITY);
        }
    }

    /** Returns {@code names} as JSON spells them and as clients in Python write them down. */
    private static String[] spellings(String... names) {
        return Stream.concat(
                        Arrays.stream(names),
                        Arrays.stream(names)
                                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)))
                .toArray(String[]::new);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        if (series == Series.CHOICES) {
            event.beginChoice(element.get(Count.INDEX), isFinished(element.text(Text.FINISH)));
        } else {
            Modality.add(series, element, event);
        }
    }

    private static boolean isFinished(@Nullable String reason) {
        return reason != null && !reason.equals("FINISH_REASON_UNSPECIFIED") && !reason.equals("0");
    }

    @Override
    void fold(Sighting call, Sighting event) {
        call.mergeChoices(event);
        if (event.hasUsageObject()) {
            boolean hadOutput = call.get(Count.OUTPUT) > 0 || call.isIncomplete();
            call.setIncomplete(hadOutput && !event.has(Count.OUTPUT));
        }
        super.fold(call, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return call.hasUsageObject() && (call.allChoicesFinished() || call.has(Text.FINISH));
    }

    @Override
    boolean isEmptyUsageZero() {
        return true;
    }

    @Override
    boolean isPartial(Sighting call) {
        return call.isIncomplete();
    }

    @Override
    @Nullable
    String tier(Sighting call, ReadRequest request) {
        return call.has(Text.TIER) ? call.text(Text.TIER) : request.header(TIER_HEADER);
    }

    @Override
    UsageCounts counts(Sighting reported, Draft draft) {
        Sighting complete = reported.copyOfCounts();
        complete.add(Count.INPUT, 0);
        if (!reported.isIncomplete()) {
            complete.add(Count.OUTPUT, 0);
        }
        return super.counts(complete, draft);
    }
}
