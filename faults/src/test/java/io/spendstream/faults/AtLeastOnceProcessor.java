package io.spendstream.faults;

import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.book.BookInForce;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.topology.MeteringSettings;
import io.spendstream.stream.topology.MeteringTopology;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The stream processor with one word changed: what it reads, remembers and writes is no longer one transaction. Once in
 * its life it takes a while between remembering an event and writing its line, so that a kill comes between them: that
 * what is remembered is at the broker and the line is not is otherwise a matter of milliseconds.
 */
final class AtLeastOnceProcessor {
    /** So few that it comes to it soon after each start. */
    private static final int EVENTS = 20;

    private static final int PAUSE_MILLIS = 20_000;
    private static final int PARTITIONS = 4;

    private AtLeastOnceProcessor() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        // by its name: it is read when the class of the points is loaded
        System.setProperty(FailPoint.PROPERTY, "processor.after-seen-put:%d:pause-%d".formatted(EVENTS, PAUSE_MILLIS));
        FailPoint.announce();
        var flags = new Flags(arguments);
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "spendstream-stream-processor");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, flags.get("--bootstrap-servers"));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, flags.get("--state-dir"));
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        settings.put(StreamsConfig.mainConsumerPrefix("auto.offset.reset"), "earliest");
        settings.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), 6_000);
        settings.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), flags.get("--instance-id"));
        var book = new BookInForce(PriceBook.load(Path.of(flags.get("--price-book"))), prices -> {});
        var partitions = new MeteringSettings.Partitions(PARTITIONS, PARTITIONS);
        var streams = new KafkaStreams(MeteringTopology.of(MeteringSettings.defaults(partitions), book), settings);
        streams.start();
        new CountDownLatch(1).await();
    }
}
