package io.spendstream.benchmarks.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spendstream.contract.Topic;
import io.spendstream.stream.StreamProcessor;
import io.spendstream.stream.StreamProcessorConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** One Kafka Streams application, alone in its process: ours, or one that ours is measured against. */
public final class StreamsContestant {
    /** The group of whichever runs. */
    static final String GROUP = "contestant";

    /** Where the pass-through writes. */
    static final String PASSED_THROUGH = "passed-through";

    private StreamsContestant() {}

    /** What can run. */
    enum Kind {
        OURS,
        PASS_THROUGH,
        DSL
    }

    /** Runs the kind, on the brokers, with the state folder that the arguments name. */
    public static void main(String[] arguments) throws IOException {
        Kind kind = Kind.valueOf(arguments[0]);
        String servers = arguments[1];
        String state = arguments[2];
        if (kind == Kind.OURS) {
            var config = StreamProcessorConfig.of(Map.of(
                    "bootstrap.servers", servers,
                    "application.id", GROUP,
                    "state.dir", state,
                    "topic.partitions", String.valueOf(Topics.PARTITIONS)));
            var running = StreamProcessor.start(config, new SimpleMeterRegistry());
            ChildProcess.awaitEnd();
            running.close();
            return;
        }
        Topology topology = kind == Kind.PASS_THROUGH ? passThrough() : DslTotals.topology();
        try (var streams = new KafkaStreams(topology, settings(servers, state))) {
            streams.start();
            ChildProcess.awaitEnd();
        }
    }

    private static Topology passThrough() {
        var bytes = Serdes.ByteArray();
        return new Topology()
                .addSource("in", bytes.deserializer(), bytes.deserializer(), Topic.USAGE.topicName())
                .addSink("out", PASSED_THROUGH, bytes.serializer(), bytes.serializer(), "in");
    }

    /** The settings of ours, as far as they bear on speed. */
    private static Properties settings(String servers, String state) {
        var settings = new Properties();
        settings.putAll(Map.of(
                "application.id",
                GROUP,
                "bootstrap.servers",
                servers,
                "state.dir",
                state,
                "processing.guarantee",
                "exactly_once_v2",
                "num.stream.threads",
                1,
                "commit.interval.ms",
                100L,
                "poll.ms",
                10L,
                "statestore.cache.max.bytes",
                16L << 20,
                "consumer.max.poll.records",
                2_000,
                "main.consumer.auto.offset.reset",
                "earliest"));
        settings.putAll(
                Map.of("producer.linger.ms", 5L, "producer.batch.size", 128 << 10, "producer.compression.type", "lz4"));
        return settings;
    }
}
