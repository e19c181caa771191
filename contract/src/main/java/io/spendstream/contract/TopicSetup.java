package io.spendstream.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing and refuses those that would lose events. */
public final class TopicSetup {
    private TopicSetup() {}

    /**
     * Creates each topic that is missing, with {@code partitions} partitions and {@code replicas} replicas, then checks
     * all of them.
     *
     * @throws IllegalStateException if a topic stamps records with the producer's time, or the topics that must be
     *     partitioned alike are not
     * @throws ExecutionException if the broker refused
     */
    public static void ensure(Admin admin, int partitions, short replicas)
            throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>();
        for (Topic topic : Topic.all()) {
            if (!existing.contains(topic.topicName())) {
                missing.add(new NewTopic(topic.topicName(), partitions, replicas).configs(topic.settings()));
            }
        }
        create(admin, missing);
        check(admin);
    }

    private static void create(Admin admin, Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        for (var result : admin.createTopics(topics).values().values()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Checks that every topic exists, is stamped with append time, and is partitioned like its neighbours.
     *
     * @throws IllegalStateException naming the topic, the value found and the command that mends it
     */
    public static void check(Admin admin) throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = Topic.all().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()))
                .toList();
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(resources).all().get();
        for (Map.Entry<ConfigResource, Config> entry : configs.entrySet()) {
            String topic = entry.getKey().name();
            String timestamps = entry.getValue()
                    .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                    .value();
            if (!timestamps.equals("LogAppendTime")) {
                throw new IllegalStateException(
                        "topic %s has message.timestamp.type=%s, with which the broker deletes old events unread; set it with: kafka-configs.sh --alter --topic %s --add-config message.timestamp.type=LogAppendTime"
                                .formatted(topic, timestamps, topic));
            }
        }
        int budgets = partitionsOf(admin, Topic.BUDGETS);
        int partials = partitionsOf(admin, Topic.PARTIALS);
        if (budgets != partials) {
            throw new IllegalStateException("topics %s and %s must have the same number of partitions: %d and %d"
                    .formatted(Topic.BUDGETS, Topic.PARTIALS, budgets, partials));
        }
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
