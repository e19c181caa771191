package io.spendstream.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.book.BookInForce;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.topology.MeteringSettings.Partitions;
import io.spendstream.stream.topology.MeteringTopology;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A stream processor as it must not be: the same topology without transactions. With the arguments of the real one; a test
 * that does not find out about it finds out about nothing.
 */
final class AtLeastOnceProgram {
    private AtLeastOnceProgram() {}

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        FailPoint.announce();
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            String[] keyAndValue = argument.split("=", 2);
            values.put(keyAndValue[0], keyAndValue[1]);
        }
        StreamProcessorConfig config = StreamProcessorConfig.of(values);
        var meters = new PriceMeters(new SimpleMeterRegistry(), InstantSource.system());
        var topology =
                MeteringTopology.of(config.metering(partitions(config)), new BookInForce(PriceBook.bundled(), meters));
        Properties settings = StreamsSettings.of(config, false);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        new KafkaStreams(topology, settings).start();
        new CountDownLatch(1).await();
    }

    private static Partitions partitions(StreamProcessorConfig config) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(config.kafkaSettings())) {
            return new Partitions(
                    TopicSetup.partitionsOf(admin, Topic.USAGE), TopicSetup.partitionsOf(admin, Topic.BUDGET_PARTIALS));
        }
    }
}
