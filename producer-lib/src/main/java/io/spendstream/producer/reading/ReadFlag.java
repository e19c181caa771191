package io.spendstream.producer.reading;

import java.util.Locale;

/** What is noteworthy about how a response was read. */
public enum ReadFlag {
    /** The classes do not add up to the total the provider reports. Nothing was adjusted. */
    TOTAL_MISMATCH,
    /** Cache reads and writes are the same tokens: both are counted, because both are charged. */
    OVERLAP,
    /** A part was reported larger than the whole it is in, and was cut to it. */
    CLAMPED,
    /** Cache writes were counted as five-minute ones because their lifetime was not said. */
    LIFETIME_UNKNOWN,
    /** Part of the response could not be parsed, or a count was not a count. */
    MALFORMED,
    /** The response, or the end of the stream, is an error. */
    ERROR,
    /** A request refused before any output, which Anthropic does not bill from 2 June 2026. */
    REFUSED,
    /** The model ran in US data centres only, which Anthropic prices apart. */
    US_INFERENCE,
    /** Events of more than one response were fed; the last one is read. */
    SEVERAL_RESPONSES,
    /** An event larger than the limit was skipped. */
    OVERSIZED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used on the command line and in labels. */
    public String wireName() {
        return wireName;
    }
}
