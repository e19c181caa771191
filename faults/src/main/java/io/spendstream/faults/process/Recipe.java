package io.spendstream.faults.process;

import io.spendstream.cli.Spendstream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run is made of.
 *
 * @param seed what everything is drawn from
 * @param length how long calls are made and faults injected
 * @param previous the folder of the release that stream processors and sinks begin with; null for this build
 * @param processorMain the program that takes the flags of a stream processor
 * @param sinkMain the program that takes the flags of a sink
 */
public record Recipe(long seed, Duration length, @Nullable Path previous, String processorMain, String sinkMain) {
    private static final int PER_SECOND_MAX = 60;

    /** So many that everything that was ever sent can be held in memory and compared. */
    private static final int CALLS_MAX = 54_000;

    /** Returns the product as people run it. */
    public static Recipe product(long seed, Duration length) {
        String main = Spendstream.class.getName();
        return new Recipe(seed, length, null, main, main);
    }

    /** Returns this with another program in place of the stream processor. */
    public Recipe withProcessor(Class<?> main) {
        return new Recipe(seed, length, previous, main.getName(), sinkMain);
    }

    /** Returns this with another program in place of the sink. */
    public Recipe withSink(Class<?> main) {
        return new Recipe(seed, length, previous, processorMain, main.getName());
    }

    /** Returns this with stream processors and sinks that begin as those of the release in {@code folder}. */
    public Recipe withPrevious(Path folder) {
        return new Recipe(seed, length, folder, processorMain, sinkMain);
    }

    /** Returns how many calls each agent makes in a second: the longer the run, the fewer. */
    int perSecond() {
        return (int) Math.max(1, Math.min(PER_SECOND_MAX, CALLS_MAX / Math.max(1, length.toSeconds())));
    }
}
