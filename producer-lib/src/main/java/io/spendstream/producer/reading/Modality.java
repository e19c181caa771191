package io.spendstream.producer.reading;

import java.util.Locale;
import java.util.Set;

/** What kind of content tokens stand for, in the breakdowns of Google's APIs. */
final class Modality {
    private static final Set<Series> INPUTS = Set.of(Series.INPUT_MODALITIES, Series.TOOL_MODALITIES);

    private Modality() {}

    /** Adds the tokens of {@code element}, one line of the breakdown {@code series}, to its modality in {@code usage}. */
    static void add(Series series, Sighting element, Sighting usage) {
        String name = element.text(Text.LABEL);
        if (name == null) {
            return;
        }
        long tokens = element.get(Count.TOKENS);
        // numbers come from clients that transcode gRPC
        switch (name.toUpperCase(Locale.ROOT)) {
            case "AUDIO", "4" -> add(series, Count.AUDIO_INPUT, Count.CACHED_AUDIO, Count.AUDIO_OUTPUT, tokens, usage);
            case "IMAGE", "2" -> add(series, Count.IMAGE_INPUT, Count.CACHED_IMAGE, Count.IMAGE_OUTPUT, tokens, usage);
            case "DOCUMENT", "5" ->
                add(series, Count.IMAGE_INPUT, Count.CACHED_IMAGE, Count.TEXT_OUTPUT, tokens, usage);
            case "VIDEO", "3" -> add(series, Count.VIDEO_INPUT, Count.CACHED_VIDEO, Count.TEXT_OUTPUT, tokens, usage);
            default -> {
                // text is what remains, because the breakdown may be incomplete
            }
        }
    }

    private static void add(Series series, Count input, Count cached, Count output, long tokens, Sighting usage) {
        if (series == Series.OUTPUT_MODALITIES) {
            usage.add(output, tokens);
        } else if (series == Series.CACHE_MODALITIES) {
            usage.add(cached, tokens);
        } else if (INPUTS.contains(series)) {
            usage.add(input, tokens);
        }
    }
}
