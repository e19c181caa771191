package io.spendstream.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the topics that are missing and refuses those that would lose events. */
public final class TopicSetup {
    private static final int ATTEMPTS_MAX = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private TopicSetup() {}

    /**
     * Creates each topic that is missing, with {@code partitions} partitions and {@code replicas} replicas, then checks
     * all of them.
     *
     * @throws IllegalStateException if a topic is set so that it would lose events
     * @throws ExecutionException if the broker refused
     */
    public static void ensure(Admin admin, int partitions, short replicas)
            throws ExecutionException, InterruptedException {
        List<Topic> missing = missingTopics(admin);
        // a correction has to reach the partition its event is on, however many partitions others gave the events
        int ofUsage = missing.contains(Topic.USAGE) ? partitions : partitionsOf(admin, Topic.USAGE);
        List<NewTopic> topics = missing.stream()
                .map(topic -> newTopic(topic, topic == Topic.CORRECTIONS ? ofUsage : partitions, replicas))
                .toList();
        List<NewTopic> created = create(admin, topics);
        check(admin);
        awaitLeaders(admin, created);
    }

    private static NewTopic newTopic(Topic topic, int partitions, short replicas) {
        return new NewTopic(topic.topicName(), topic.partitions(partitions), replicas).configs(topic.settings());
    }

    /** Creates {@code topics} and returns those of which nobody else was faster, perhaps with other partitions. */
    private static List<NewTopic> create(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        Map<String, KafkaFuture<Void>> results = admin.createTopics(topics).values();
        List<NewTopic> created = new ArrayList<>();
        for (NewTopic topic : topics) {
            try {
                Objects.requireNonNull(results.get(topic.name())).get();
                created.add(topic);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return created;
    }

    /**
     * Waits until each partition has a leader that answers. Of a producer that is faster than that, the broker may refuse
     * the first batch and take the second; it then refuses the first for being out of order, for minutes.
     */
    private static void awaitLeaders(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        admin.listOffsets(ends).all().get();
    }

    /**
     * Checks that every topic exists, keeps what it must keep, and is partitioned like its neighbours.
     *
     * @throws IllegalStateException naming the topic, the value found and the command that mends it
     */
    public static void check(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, Config> configs = configs(admin);
        for (Topic topic : Topic.all()) {
            Config config = configs.get(topic.topicName());
            require(topic, config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "deletes old events unread");
            require(topic, config, TopicConfig.CLEANUP_POLICY_CONFIG, "deletes records that are still needed");
        }
        requireAlike(admin, Topic.CORRECTIONS, Topic.USAGE);
    }

    private static void requireAlike(Admin admin, Topic one, Topic other)
            throws ExecutionException, InterruptedException {
        int partitions = partitionsOf(admin, one);
        int expected = partitionsOf(admin, other);
        if (partitions != expected) {
            throw new IllegalStateException("topics %s and %s must have the same number of partitions: %d and %d"
                    .formatted(one, other, partitions, expected));
        }
    }

    private static void require(Topic topic, @Nullable Config config, String setting, String consequence) {
        ConfigEntry entry = config == null ? null : config.get(setting);
        String found = entry == null ? null : entry.value();
        String expected = topic.settings().get(setting);
        if (!Objects.equals(found, expected)) {
            throw new IllegalStateException(
                    "topic %s has %s=%s, with which the broker %s; set it with: kafka-configs.sh --alter --topic %s --add-config %s=%s"
                            .formatted(topic, setting, found, consequence, topic, setting, expected));
        }
    }

    /** Returns the settings by topic name. A broker may not know yet what the controller created, so it is asked again. */
    private static Map<String, Config> configs(Admin admin) throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = Topic.all().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()))
                .toList();
        for (int attempt = 1; ; attempt++) {
            try {
                var configs = new TreeMap<String, Config>();
                admin.describeConfigs(resources)
                        .all()
                        .get()
                        .forEach((topic, config) -> configs.put(topic.name(), config));
                return configs;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                if (attempt == ATTEMPTS_MAX) {
                    throw new IllegalStateException("these topics must exist: " + missingTopics(admin), e);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private static List<Topic> missingTopics(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        return Topic.all().stream()
                .filter(topic -> !existing.contains(topic.topicName()))
                .toList();
    }

    /** Returns how many partitions {@code topic} has. */
    public static int partitionsOf(Admin admin, Topic topic) throws ExecutionException, InterruptedException {
        TopicDescription description = admin.describeTopics(List.of(topic.topicName()))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .get();
        return description.partitions().size();
    }
}
