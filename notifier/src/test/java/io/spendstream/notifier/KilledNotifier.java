package io.spendstream.notifier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A notifier in a process of its own, to be killed. */
final class KilledNotifier {
    private KilledNotifier() {}

    /** Starts one with {@code settings}. */
    static Process start(Map<String, String> settings, Path folder) throws IOException {
        var properties = new Properties();
        settings.forEach(properties::setProperty);
        Path file = folder.resolve("killed.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC", // it starts often and lives short
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledNotifier.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
    }

    /** Runs in the other process. */
    public static void main(String[] arguments) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        Notifier.start(NotifierConfig.of(settings), new SimpleMeterRegistry());
    }
}
