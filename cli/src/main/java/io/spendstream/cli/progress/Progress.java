package io.spendstream.cli.progress;

import static java.util.stream.Collectors.joining;

import io.spendstream.cli.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says on standard error what is being waited for, how far it is and how long it took. What is over within two seconds
 * is not mentioned; what goes on is one line, rewritten in place on a terminal and repeated every ten seconds elsewhere.
 * Standard output is never touched, so a report in JSON stays one.
 *
 * <p>Thread-safe.
 */
public final class Progress {
    private static final Duration SILENT_FOR = Duration.ofSeconds(2);
    private static final Duration LINES_APART = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final double MILLIS_PER_SECOND = 1000;

    private final PrintWriter err;
    private final InstantSource clock;
    private final Terminal terminal;

    // guarded by this
    private final List<Work> works = new ArrayList<>();
    private final List<Work> mentioned = new ArrayList<>();
    private boolean isLineShown;
    private long saidMillis = Long.MIN_VALUE / 2;
    private @Nullable Thread watcher;

    /** Creates a progress that prints to {@code err}, which is this {@code terminal} or none. */
    Progress(PrintWriter err, InstantSource clock, Terminal terminal) {
        this.err = err;
        this.clock = clock;
        this.terminal = terminal;
    }

    /** Returns a progress that prints to {@code err}, by the clock of this computer. */
    public static Progress on(PrintWriter err) {
        return new Progress(err, InstantSource.system(), Terminal.ofErrors());
    }

    /** A step that can fail. */
    @FunctionalInterface
    public interface Step<T, E extends Exception> {
        /** Takes the step. */
        T take() throws E;
    }

    /** A step without a result, that can fail. */
    @FunctionalInterface
    public interface Effect<E extends Exception> {
        /** Takes the step. */
        void take() throws E;
    }

    /** Takes {@code step}, then says that {@code what} is there and how long it took. */
    public <T, E extends Exception> T of(String what, Step<T, E> step) throws E {
        long started = clock.millis();
        T result = during("starting " + what, step);
        say("  %-18s %5.1f s".formatted(what, (clock.millis() - started) / MILLIS_PER_SECOND));
        return result;
    }

    /** Takes {@code step}, of which nothing can be counted. */
    public <T, E extends Exception> T during(String what, Step<T, E> step) throws E {
        Work work = begin(what, "", 0);
        try {
            return step.take();
        } finally {
            work.close();
        }
    }

    /** Takes {@code step}, which has no result. */
    public <E extends Exception> void run(String what, Effect<E> step) throws E {
        during(what, () -> {
            step.take();
            return true;
        });
    }

    /** Begins {@code what}, counted in {@code unit}; a {@code total} of 0 is not known, or not yet. */
    public synchronized Work begin(String what, String unit, long total) {
        var work = new Work(what, unit, total, clock.millis(), this::end);
        works.add(work);
        if (watcher == null) {
            watcher = new Thread(this::watch, "progress");
            watcher.setDaemon(true);
            watcher.start();
        }
        return work;
    }

    /** Says {@code line}. */
    public synchronized void say(String line) {
        erase();
        err.println(line);
        err.flush();
    }

    private synchronized void end(Work work) {
        erase();
        works.remove(work);
        // A log that said how far it was also says that it came to an end; a terminal shows what comes next instead.
        if (mentioned.remove(work) && !terminal.isInteractive()) {
            say("  " + work.describe(clock.millis()) + ", over");
        }
    }

    private void watch() {
        try {
            while (look()) {
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what takes long, if it is time to; returns whether anything goes on. */
    synchronized boolean look() {
        if (works.isEmpty()) {
            watcher = null;
            return false;
        }
        long now = clock.millis();
        List<Work> slow = works.stream()
                .filter(work -> work.elapsed(now).compareTo(SILENT_FOR) >= 0)
                .toList();
        boolean isTime = terminal.isInteractive() || now - saidMillis >= LINES_APART.toMillis();
        if (!slow.isEmpty() && isTime) {
            show("  " + slow.stream().map(work -> work.describe(now)).collect(joining("; ")));
            saidMillis = now;
            mentioned.clear();
            mentioned.addAll(slow);
        }
        return true;
    }

    private void show(String line) {
        if (terminal.isInteractive()) {
            err.print(terminal.rewritten(line));
            isLineShown = true;
        } else {
            err.println(line);
        }
        err.flush();
    }

    private void erase() {
        if (isLineShown) {
            err.print(terminal.rewritten(""));
            err.flush();
            isLineShown = false;
        }
    }
}
