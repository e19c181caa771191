package io.spendstream.benchmarks.result;

import java.lang.management.ManagementFactory;

/**
 * What else the machine was busy with: its load average over a minute, which a quiet machine has near the number of
 * processes that a contest keeps busy.
 *
 * @param begin when the contest began
 * @param end when it ended
 */
public record Load(double begin, double end) {
    /** Returns the load average of this minute, below zero where it cannot be told. */
    public static double now() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
