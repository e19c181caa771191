package io.spendstream.producer.reading;

/** A quantity a provider reports, by its meaning; what each provider calls it stands in that API's {@link Paths}. */
enum Count {
    /** Input tokens, with or without the cached ones: that is the API's {@link Convention}. */
    INPUT,
    /** Input tokens of tool results, reported beside {@link #INPUT}. */
    TOOL_INPUT,
    /** Input tokens read from the cache. */
    CACHE_READ,
    /** The same as {@link #CACHE_READ}, under a second name in the same response. */
    CACHE_HIT,
    /** Input tokens written to the cache, for any lifetime. */
    CACHE_WRITE,
    /** Input tokens written to the cache for five minutes. */
    CACHE_WRITE_5M,
    /** Input tokens written to the cache for one hour. */
    CACHE_WRITE_1H,
    /** Audio within the input. */
    AUDIO_INPUT,
    /** Images and documents within the input. */
    IMAGE_INPUT,
    /** Video within the input. */
    VIDEO_INPUT,
    /** Audio within what was read from the cache. */
    CACHED_AUDIO,
    /** Images and documents within what was read from the cache. */
    CACHED_IMAGE,
    /** Video within what was read from the cache. */
    CACHED_VIDEO,
    /** Source passages billed at the price of input, reported beside {@link #INPUT}. */
    CITATION_INPUT,
    /** Output tokens, with or without reasoning: that is the API's {@link Convention}. */
    OUTPUT,
    /** Reasoning tokens. */
    REASONING,
    /** Audio within the output. */
    AUDIO_OUTPUT,
    /** Images within the output. */
    IMAGE_OUTPUT,
    /** Text within the output. */
    TEXT_OUTPUT,
    /** What the provider says all tokens add up to. */
    TOTAL,
    /** Web searches. */
    WEB_SEARCH,
    /** Search units. */
    SEARCH_UNIT,
    /** Seconds of audio. */
    AUDIO_SECOND,
    /** The stated cost, in units of 10<sup>-10</sup> US dollars. */
    COST_TICKS,
    /** The position of an element among alternatives. */
    INDEX,
    /** The tokens of one element of a breakdown. */
    TOKENS
}
