package io.spendstream.benchmarks.result;

/** Which way is better. */
public enum Sense {
    /** A rate: ours divided by the other's should be at least the bar. */
    HIGHER,
    /** A time or a size: ours divided by the other's should be at most the bar. */
    LOWER
}
