package io.spendstream.producer.reading;

/** An array, or an object with free keys, whose elements are read one by one. */
enum Series {
    /** The alternatives answered: choices, candidates, outputs. */
    CHOICES,
    /** The items an answer is made of, tool calls among them. */
    OUTPUT_ITEMS,
    /** The runs a call was made of, possibly on several models. */
    ITERATIONS,
    /** Input tokens by modality. */
    INPUT_MODALITIES,
    /** Tool result tokens by modality. */
    TOOL_MODALITIES,
    /** Cached tokens by modality. */
    CACHE_MODALITIES,
    /** Output tokens by modality. */
    OUTPUT_MODALITIES,
    /** Cache writes by lifetime. */
    CACHE_LIFETIMES,
    /** Results that carry counts of their own. */
    RESULTS,
    /** Tools the provider ran. */
    TOOLS
}
