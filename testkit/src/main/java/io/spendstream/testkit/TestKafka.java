package io.spendstream.testkit;

import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka broker for tests, empty when it starts.
 *
 * <p>Topic names are fixed, so a test class that needs its topics to itself starts its own broker; those that do not mind
 * each other share one.
 */
public final class TestKafka implements AutoCloseable {
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");
    private static final Duration DRAIN_MAX = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Shared<TestKafka> SHARED = new Shared<>(TestKafka::start);

    private final String bootstrapServers;
    private final List<AutoCloseable> closedInOrder;

    private TestKafka(String bootstrapServers, List<AutoCloseable> closedInOrder) {
        this.bootstrapServers = bootstrapServers;
        this.closedInOrder = closedInOrder;
    }

    /** Starts a broker of the test's own. */
    public static TestKafka start() {
        return switch (Backend.chosen()) {
            case EMBEDDED -> startEmbedded();
            case DOCKER -> startContainer();
        };
    }

    /** Returns the broker all tests of this JVM may share; it stops when the JVM does. */
    public static TestKafka shared() {
        return SHARED.get();
    }

    private static TestKafka startEmbedded() {
        var directory = TemporaryDirectory.create("kafka");
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(directory.path(), 0);
            return new TestKafka(kafka.bootstrapServers(), List.of(kafka, directory));
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static TestKafka startContainer() {
        var container = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", String.valueOf(Topic.REQUEST_BYTES_MAX + (64 << 10)));
        container.start();
        return new TestKafka(container.getBootstrapServers(), List.of(container));
    }

    /** Returns what clients connect to. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns a new admin client, which the caller closes. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Creates every topic of the contract that is missing, with {@code partitions} partitions, as the program does. */
    public void createTopics(int partitions) {
        try (Admin admin = admin()) {
            TopicSetup.ensure(admin, partitions, (short) 1);
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics cannot be created on " + bootstrapServers, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", e);
        }
    }

    /** Returns all committed records of {@code topic} up to where it ends now, partition by partition in order. */
    public List<ConsumerRecord<byte[], byte[]>> drain(Topic topic) {
        return drain(topic.topicName());
    }

    /** Returns all committed records of the topic of that name up to where it ends now. */
    public List<ConsumerRecord<byte[], byte[]>> drain(String topicName) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                false,
                "enable.auto.commit",
                false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topicName).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return drain(consumer, consumer.endOffsets(partitions));
        }
    }

    /** Waits for positions, not records: a transaction's markers take offsets and are never delivered. */
    private static List<ConsumerRecord<byte[], byte[]>> drain(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        long deadline = System.nanoTime() + DRAIN_MAX.toNanos();
        var drained = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (isBehind(consumer, ends)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "not at the end after %s: ends %s, %d records read".formatted(DRAIN_MAX, ends, drained.size()));
            }
            consumer.poll(POLL).forEach(drained::add);
        }
        return drained;
    }

    private static boolean isBehind(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    @Override
    public void close() {
        Closing.inOrder(closedInOrder);
    }
}
