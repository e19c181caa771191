package io.spendstream.sink;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sink in a process of its own, which a test can kill. */
final class SinkProcess implements AutoCloseable {
    private final Process process;

    private SinkProcess(Process process) {
        this.process = process;
    }

    static SinkProcess start(Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", // it starts often and lives short
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SinkProcess.class.getName()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new SinkProcess(new ProcessBuilder(command).inheritIO().start());
    }

    /** Kills the process as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends the process a signal, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("kill -%s %d: %d".formatted(name, process.pid(), exit));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs a sink until the process is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = new TreeMap<>();
        for (String argument : arguments) {
            String[] keyAndValue = argument.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        try (Sink sink = Sink.start(SinkConfig.of(settings), new SimpleMeterRegistry())) {
            Thread.currentThread().join(); // for ever
            throw new IllegalStateException(String.valueOf(sink.failure()));
        }
    }
}
