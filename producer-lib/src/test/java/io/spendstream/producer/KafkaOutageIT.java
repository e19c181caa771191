package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is not there, comes, and goes away in the middle. */
class KafkaOutageIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path temporary;

    @Test
    void sendsEverythingInOrderOnceABrokerIsThatWasAwayAtTheStart() throws Exception {
        int port = startAndStopBrokerWithTopics();
        List<String> ids = new ArrayList<>();
        try (TokenTracker tracker = tracker("localhost:" + port)) {
            record(tracker, ids, 1000);
            assertThat(tracker.flush(Duration.ofSeconds(1))).isFalse();

            try (EmbeddedKafka broker = startBroker(port)) {
                assertThat(tracker.flush(LONG)).isTrue();

                assertThat(received(broker)).isEqualTo(ids);
            }
        }
    }

    @Test
    void losesNothingWhenTheBrokerIsRestarted() throws Exception {
        int port = startAndStopBrokerWithTopics();
        List<String> ids = new ArrayList<>();
        try (TokenTracker tracker = tracker("localhost:" + port)) {
            for (int round = 0; round < 3; round++) {
                try (EmbeddedKafka broker = startBroker(port)) {
                    long acknowledged = tracker.counters().acknowledged();
                    record(tracker, ids, 2000);
                    await().atMost(LONG).until(() -> tracker.counters().acknowledged() > acknowledged);
                    assertThat(broker.port()).isEqualTo(port);
                }
                record(tracker, ids, 500);
            }

            try (EmbeddedKafka broker = startBroker(port)) {
                assertThat(tracker.flush(LONG)).isTrue();
                assertThat(Set.copyOf(received(broker))).isEqualTo(Set.copyOf(ids));
                assertThat(tracker.counters().dropped()).isEmpty();
            }
        }
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws Exception {
        try (EmbeddedKafka broker = startBroker(0);
                TokenTracker tracker = tracker(broker.bootstrapServers())) {
            tracker.record(Events.event("a"));
            assertThat(tracker.flush(Duration.ofSeconds(2))).isFalse();

            createTopics(broker);

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(received(broker)).containsExactly("a");
        }
    }

    @Test
    void neverThrowsForABrokerWhoseNameDoesNotResolve() {
        try (TokenTracker tracker = tracker("no-such-host.invalid:9092")) {
            tracker.record(Events.event("a"));

            assertThat(tracker.flush(Duration.ofMillis(300))).isFalse();
            assertThat(tracker.counters().recorded()).isEqualTo(1);
            assertThat(tracker.counters().dropped()).isEmpty();
        }
    }

    private TokenTracker tracker(String bootstrapServers) {
        return new TokenTracker(TokenTrackerConfig.of(new TreeMap<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "journal.directory",
                temporary.resolve("journal").toString(),
                "close.ms.max",
                "500"))));
    }

    private static void record(TokenTracker tracker, List<String> ids, int count) {
        for (int i = 0; i < count; i++) {
            String id = "event-" + ids.size();
            tracker.record(Events.event(id));
            ids.add(id);
        }
    }

    private int startAndStopBrokerWithTopics() throws Exception {
        try (EmbeddedKafka broker = startBroker(0)) {
            createTopics(broker);
            return broker.port();
        }
    }

    private EmbeddedKafka startBroker(int port) {
        return EmbeddedKafka.start(temporary.resolve("kafka"), port);
    }

    private static void createTopics(EmbeddedKafka broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicSetup.ensure(admin, 1, (short) 1);
        }
    }

    /** Returns the ids of all events on the topic, in the order in which each came first. */
    private static List<String> received(EmbeddedKafka broker) {
        Set<String> ids = new LinkedHashSet<>();
        var partition = new TopicPartition(Topic.USAGE.topicName(), 0);
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    String id = new String(record.key(), UTF_8);
                    assertThat(UsageEventJson.read(record.value()).eventId()).isEqualTo(id);
                    ids.add(id);
                }
            }
        }
        return List.copyOf(ids);
    }
}
