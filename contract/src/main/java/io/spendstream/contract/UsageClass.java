package io.spendstream.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One kind of billed quantity. The kinds are disjoint: the cost of a call is the plain sum of count times unit price
 * over them.
 */
public enum UsageClass {
    /** Uncached text input tokens, tool-use prompts included, and every input token not counted below. */
    INPUT("input", Side.INPUT),
    /** Input tokens read from the provider's prompt cache, audio excepted. */
    CACHE_READ("cache_read", Side.INPUT),
    /** Audio input tokens read from the provider's prompt cache, which some providers price apart from text. */
    CACHE_READ_AUDIO("cache_read_audio", Side.INPUT),
    /** Input tokens written to the provider's cache for five minutes, or for an unknown lifetime. */
    CACHE_WRITE_5M("cache_write_5m", Side.INPUT),
    /** Input tokens written to the provider's cache for one hour. */
    CACHE_WRITE_1H("cache_write_1h", Side.INPUT),
    /** Uncached audio input tokens. */
    INPUT_AUDIO("input_audio", Side.INPUT),
    /** Uncached image and document input tokens. */
    INPUT_IMAGE("input_image", Side.INPUT),
    /** Uncached video input tokens. */
    INPUT_VIDEO("input_video", Side.INPUT),
    /** Visible output tokens; all output tokens where the provider does not itemise reasoning. */
    OUTPUT("output", Side.OUTPUT),
    /** Reasoning ("thinking") output tokens, where the provider itemises them. */
    REASONING("reasoning", Side.OUTPUT),
    /** Audio output tokens. */
    OUTPUT_AUDIO("output_audio", Side.OUTPUT),
    /** Image output tokens. */
    OUTPUT_IMAGE("output_image", Side.OUTPUT),
    /** Web searches run by the provider; a number of searches, not tokens. */
    WEB_SEARCH("web_search", Side.UNIT),
    /** Search units billed by rerank endpoints. */
    SEARCH_UNIT("search_unit", Side.UNIT),
    /** Whole seconds of audio billed by duration. */
    AUDIO_SECOND("audio_second", Side.UNIT);

    /** Which derived total a class belongs to. */
    public enum Side {
        /** Part of {@code prompt_tokens}. */
        INPUT,
        /** Part of {@code completion_tokens}. */
        OUTPUT,
        /** A billed quantity that is not tokens. */
        UNIT
    }

    private static final List<UsageClass> ALL = List.of(values());
    private static final String WIRE_NAMES =
            Arrays.stream(values()).map(UsageClass::wireName).collect(Collectors.joining(", "));
    private static final Map<String, UsageClass> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(UsageClass::wireName, Function.identity()));

    private final String wireName;
    private final Side side;

    UsageClass(String wireName, Side side) {
        this.wireName = wireName;
        this.side = side;
    }

    /** Returns every class, in wire order. */
    public static List<UsageClass> all() {
        return ALL;
    }

    /** Returns the class spelled {@code wireName}, or empty if there is none. */
    public static Optional<UsageClass> of(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /** Returns the names of all classes, for sentences. */
    static String wireNames() {
        return WIRE_NAMES;
    }

    /** Returns the name used on the wire, in price books and, with {@code _tokens} appended, in tables. */
    public String wireName() {
        return wireName;
    }

    /** Returns which derived total this class belongs to. */
    public Side side() {
        return side;
    }

    /** Returns whether this class counts tokens. */
    public boolean isTokens() {
        return side != Side.UNIT;
    }
}
