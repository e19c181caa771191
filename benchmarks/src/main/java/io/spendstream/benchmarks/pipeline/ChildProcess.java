package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.profile.Profiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A contestant in a Java process of its own, which ends when its standard input does. */
final class ChildProcess implements AutoCloseable {
    private static final long STOP_SECONDS_MAX = 40;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code main} with {@code arguments} and half a GiB of heap; what it prints goes to {@code log}, after which
     * its flight recording is named, if there is to be one.
     */
    static ChildProcess start(Class<?> main, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        command.addAll(1, Profiles.options(log));
        File output = log.toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        return new ChildProcess(process, log);
    }

    /** Waits, in the child, until its parent closes its input or is gone. */
    static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // what is said does not matter, only that it ends
        }
    }

    /** Returns what becomes true, in the child, when its parent closes its input or is gone. */
    static AtomicBoolean watchEnd() {
        var ended = new AtomicBoolean();
        var watcher = new Thread(
                () -> {
                    try {
                        awaitEnd();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        ended.set(true);
                    }
                },
                "end-watch");
        watcher.setDaemon(true);
        watcher.start();
        return ended;
    }

    /** Waits until it ends by itself and returns what it printed. */
    String output(Duration max) throws IOException, InterruptedException {
        if (!process.waitFor(max.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the contestant did not end within %s; see %s".formatted(max, log));
        }
        String text = Files.readString(log);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the contestant ended with %d: %s".formatted(process.exitValue(), text));
        }
        return text;
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the contestant ended with %d; see %s".formatted(process.exitValue(), log));
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
