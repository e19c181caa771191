package io.spendstream.benchmarks.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.stream.StreamProcessor;
import io.spendstream.stream.StreamProcessorConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Our stream processor, alone in its process, which says before it ends how much memory it has. */
public final class MemoryContestant {
    /** What is used of the heap once it was collected, in bytes. */
    static final String HEAP = "heap";

    /** The most memory the process had at any time, in and outside of the heap, in bytes; absent where it is not known. */
    static final String RESIDENT = "resident";

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final long KIB = 1024;

    private MemoryContestant() {}

    /** Runs it on the brokers, with the state folder, and writes into the file that the arguments name. */
    public static void main(String[] arguments) throws IOException {
        var config = StreamProcessorConfig.of(Map.of(
                "bootstrap.servers",
                arguments[0],
                "application.id",
                StreamsContestant.GROUP,
                "state.dir",
                arguments[1],
                "topic.partitions",
                String.valueOf(Topics.PARTITIONS)));
        var running = StreamProcessor.start(config, new SimpleMeterRegistry());
        ChildProcess.awaitEnd();
        var found = new Properties();
        System.gc();
        found.setProperty(
                HEAP,
                String.valueOf(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
        if (Files.exists(STATUS)) {
            found.setProperty(RESIDENT, String.valueOf(peak()));
        }
        try (var out = Files.newBufferedWriter(Path.of(arguments[2]))) {
            found.store(out, null);
        }
        running.close();
    }

    private static long peak() throws IOException {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        }
    }
}
