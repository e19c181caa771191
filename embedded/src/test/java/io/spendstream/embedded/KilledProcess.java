package io.spendstream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Another JVM that does something, says that it did, and waits to be killed. */
final class KilledProcess implements AutoCloseable {
    private static final String READY = "ready to be killed";

    private final Process process;

    private KilledProcess(Process process) {
        this.process = process;
    }

    /** Returns when {@code main} has called {@link #waitToBeKilled}. */
    static KilledProcess start(Class<?> main, Path directory) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        var said = new StringBuilder();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (@Nullable String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals(READY)) {
                return new KilledProcess(process);
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("process ended before it was ready:\n" + said);
    }

    /** Called in the other JVM. */
    static void waitToBeKilled() throws InterruptedException {
        System.out.println(READY);
        Thread.currentThread().join();
    }

    /** Ends it without giving it a chance to say goodbye. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(2, TimeUnit.MINUTES).join();
    }

    @Override
    public void close() {
        kill();
    }
}
