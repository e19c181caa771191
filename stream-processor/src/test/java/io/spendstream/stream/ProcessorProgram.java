package io.spendstream.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A stream processor in a process of its own, so that it can be killed. Its arguments are its settings. */
final class ProcessorProgram {
    private ProcessorProgram() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        Map<String, String> settings = new HashMap<>();
        for (String arg : args) {
            String[] keyAndValue = arg.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }
        StreamProcessor.start(StreamProcessorConfig.of(settings), new SimpleMeterRegistry());
        new CountDownLatch(1).await();
    }

    /** Starts one with {@code settings}, which writes what it has to say to {@code log}. */
    static Process start(Map<String, String> settings, File log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                // it starts often and lives short
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessorProgram.class.getName()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
