package io.spendstream.cli.instance;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;

/** Says on standard error what is being waited for, and how long it took. */
public final class Progress {
    private final PrintWriter err;
    private final InstantSource clock;

    /** Creates a progress that prints to {@code err}. */
    public Progress(PrintWriter err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
    }

    /** A step that can fail. */
    @FunctionalInterface
    public interface Step<T, E extends Exception> {
        /** Takes the step. */
        T take() throws E;
    }

    /** Takes {@code step}, then says that {@code what} is there and how long it took. */
    public <T, E extends Exception> T of(String what, Step<T, E> step) throws E {
        long started = clock.millis();
        T result = step.take();
        say("  %-18s %5.1f s".formatted(what, seconds(clock.millis() - started)));
        return result;
    }

    /** Says {@code line}. */
    public synchronized void say(String line) {
        err.println(line);
        err.flush();
    }

    private static double seconds(long millis) {
        return Duration.ofMillis(millis).toMillis() / 1000.0;
    }
}
