package io.spendstream.testkit;

import io.spendstream.contract.failpoint.FailPoint;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program of a test in a process of its own, which may be armed to die at a point. Not thread-safe. */
public final class Victim implements AutoCloseable {
    private static final int KILLED = 137;
    private static final int TAIL_CHARACTERS = 3_000;

    private final String name;
    private final Process process;
    private final Path log;

    private Victim(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code program}, which dies by {@code crash}, or by {@link #close} if that is null. What it prints is
     * appended to {@code log}.
     */
    public static Victim start(Class<?> program, @Nullable Crash crash, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (crash != null) {
            command.add("-D%s=%s".formatted(FailPoint.PROPERTY, crash.setting()));
        }
        command.add(program.getName());
        command.addAll(arguments);
        File output = log.toFile();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                    .start();
            String name = program.getSimpleName() + (crash == null ? "" : " with " + crash);
            return new Victim(name, process, log);
        } catch (IOException e) {
            throw new IllegalStateException("%s does not start".formatted(program), e);
        }
    }

    /** Returns whether it lives. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Returns whether it dies at its point within {@code time}.
     *
     * @throws AssertionError if it ended in any other way
     */
    public boolean crashesWithin(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        if (process.exitValue() != KILLED) {
            throw new AssertionError(
                    "%s ended with %d instead of dying:%n%s".formatted(name, process.exitValue(), tailOfLog()));
        }
        return true;
    }

    /**
     * Waits until it has died at its point.
     *
     * @throws AssertionError if it does not get there within {@code time}: a point that is not reached proves nothing
     */
    public void awaitCrash(Duration time) throws InterruptedException {
        if (!crashesWithin(time)) {
            throw new AssertionError("%s did not get there within %s:%n%s".formatted(name, time, tailOfLog()));
        }
    }

    /** Sends it a signal, such as STOP. */
    public void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -%s %d: %d".formatted(signal, process.pid(), exit));
        }
    }

    /** Returns the last lines it printed. */
    public String tailOfLog() {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Kills it as {@code kill -9} does, and waits until it is dead. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
