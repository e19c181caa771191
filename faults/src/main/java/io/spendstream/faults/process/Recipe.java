package io.spendstream.faults.process;

import io.spendstream.cli.Spendstream;
import java.time.Duration;
import java.util.List;

/**
 * What a run is made of.
 *
 * @param seed what everything is drawn from
 * @param length how long calls are made and faults injected
 * @param processorMain the program that takes the flags of a stream processor
 * @param processorFlags further flags for it
 * @param sinkMain the program that takes the flags of a sink
 */
public record Recipe(long seed, Duration length, String processorMain, List<String> processorFlags, String sinkMain) {
    private static final int PER_SECOND_MAX = 60;

    /** So many that everything that was ever sent can be held in memory and compared. */
    private static final int CALLS_MAX = 54_000;

    public Recipe {
        processorFlags = List.copyOf(processorFlags);
    }

    /** Returns the product as people run it. */
    public static Recipe product(long seed, Duration length) {
        String main = Spendstream.class.getName();
        return new Recipe(seed, length, main, List.of(), main);
    }

    /** Returns this with another program in place of the stream processor. */
    public Recipe withProcessor(Class<?> main, String... flags) {
        return new Recipe(seed, length, main.getName(), List.of(flags), sinkMain);
    }

    /** Returns this with another program in place of the sink. */
    public Recipe withSink(Class<?> main) {
        return new Recipe(seed, length, processorMain, processorFlags, main.getName());
    }

    /** Returns how many calls each agent makes in a second: the longer the run, the fewer. */
    int perSecond() {
        return (int) Math.max(1, Math.min(PER_SECOND_MAX, CALLS_MAX / Math.max(1, length.toSeconds())));
    }
}
