package io.spendstream.faults.workload;

/**
 * What one report of a call says was used.
 *
 * @param status {@code final} or {@code provisional}
 * @param input uncached input tokens
 * @param cacheRead input tokens read from a cache
 * @param output output tokens
 */
public record Report(String status, long input, long cacheRead, long output) {
    /** The status of a report that may be replaced. */
    public static final String PROVISIONAL = "provisional";
    /** The status of a report that may not. */
    public static final String FINAL = "final";

    /** Returns whether the report is sure. */
    public boolean isFinal() {
        return status.equals(FINAL);
    }

    /** Returns the input tokens of both kinds. */
    public long prompt() {
        return Math.addExact(input, cacheRead);
    }
}
