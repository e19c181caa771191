package io.spendstream.benchmarks.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the numbers were measured on.
 *
 * @param processor its name, or {@code unknown}
 * @param cores how many of them this process may use
 * @param memoryMiB the machine's memory, or 0 where it cannot be told
 * @param system the operating system
 * @param java the Java virtual machine
 */
public record Machine(String processor, int cores, long memoryMiB, String system, String java) {
    private static final long KIB_PER_MIB = 1024;

    /** Returns this machine. */
    public static Machine here() {
        return new Machine(
                field("/proc/cpuinfo", "model name", "unknown"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal", "0 kB").replaceAll("\\D", "")) / KIB_PER_MIB,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    private static String field(String file, String name, String otherwise) {
        try {
            List<String> lines = Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)) : List.of();
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
