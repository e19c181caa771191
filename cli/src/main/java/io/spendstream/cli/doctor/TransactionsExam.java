package io.spendstream.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Does a transaction stand open that nobody will end? What comes after it is hidden from everybody who reads what is
 * committed, and a task whose store it belongs to waits for it. Brokers end what its producer left open after a minute;
 * one that lost the end itself, with its disk full for example, never does (Kafka's KIP-664).
 */
final class TransactionsExam {
    /** Far above the minute that a stream processor's transaction may last. */
    static final Duration AGE_MAX = Duration.ofMinutes(5);

    private static final String SUBJECT = "transactions";
    private static final String OURS = "spendstream";

    private final Admin admin;
    private final Duration ageMax;

    /** Examines by {@code admin}; a transaction older than {@code ageMax} is left open. */
    TransactionsExam(Admin admin, Duration ageMax) {
        this.admin = admin;
        this.ageMax = ageMax;
    }

    Finding examine() throws InterruptedException {
        try {
            List<String> open = open();
            return open.isEmpty()
                    ? Finding.ok(SUBJECT, "none is left open")
                    : Finding.wrong(
                            SUBJECT,
                            "left open, so that what comes after is hidden: " + String.join("; ", open),
                            "end each: kafka-transactions.sh abort --topic … --partition … --start-offset …;"
                                    + " what it wrote is processed again");
        } catch (ExecutionException e) {
            return Finding.wrong(
                    SUBJECT,
                    "could not be asked for: " + e.getCause(),
                    "allow READ on the topics %s*, or ask kafka-transactions.sh find-hanging".formatted(OURS));
        }
    }

    private List<String> open() throws ExecutionException, InterruptedException {
        long oldest = System.currentTimeMillis() - ageMax.toMillis();
        List<String> open = new ArrayList<>();
        for (Map.Entry<TopicPartition, PartitionProducerState> partition :
                admin.describeProducers(partitions()).all().get().entrySet()) {
            for (ProducerState producer : partition.getValue().activeProducers()) {
                if (producer.currentTransactionStartOffset().isPresent() && producer.lastTimestamp() <= oldest) {
                    open.add("%s partition %d from offset %d on"
                            .formatted(
                                    partition.getKey().topic(),
                                    partition.getKey().partition(),
                                    producer.currentTransactionStartOffset().getAsLong()));
                }
            }
        }
        open.sort(null);
        return open;
    }

    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(OURS))
                .toList();
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(TransactionsExam::partitions)
                .toList();
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition()));
    }
}
