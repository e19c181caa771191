package io.spendstream.cli.instance;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an all-in-one instance is to be started.
 *
 * @param dataDirectory where everything is kept
 * @param kafkaPort the broker's port
 * @param postgresPort the database's port
 * @param operationsPort the port of {@code /metrics}
 * @param consolePort the port of the page
 * @param priceBook the price book to use instead of the bundled one
 * @param streamProcessor further settings of the stream processor
 * @param sink further settings of the sink
 * @param notifier settings of the notifier, which is started if they name a file of channels
 */
public record InstanceOptions(
        Path dataDirectory,
        Port kafkaPort,
        Port postgresPort,
        Port operationsPort,
        Port consolePort,
        Optional<Path> priceBook,
        Map<String, String> streamProcessor,
        Map<String, String> sink,
        Map<String, String> notifier) {
    public InstanceOptions {
        requireNonNull(dataDirectory, "dataDirectory");
        requireNonNull(kafkaPort, "kafkaPort");
        requireNonNull(postgresPort, "postgresPort");
        requireNonNull(operationsPort, "operationsPort");
        requireNonNull(consolePort, "consolePort");
        requireNonNull(priceBook, "priceBook");
        streamProcessor = Map.copyOf(streamProcessor);
        sink = Map.copyOf(sink);
        notifier = Map.copyOf(notifier);
    }

    /** Returns options for a throw-away instance on free ports. */
    public static InstanceOptions throwAway(Path dataDirectory) {
        var free = new Port("", 0, false);
        return new InstanceOptions(
                dataDirectory, free, free, free, free, Optional.empty(), Map.of(), Map.of(), Map.of());
    }
}
