package io.spendstream.cli.doctor;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.progress.Progress;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Is Kafka there, and are the topics as they must be? */
final class BrokerExam {
    private static final String TIMEOUT_MS = "5000";

    private final Connection connection;
    private final Progress progress;

    BrokerExam(Connection connection, Progress progress) {
        this.connection = connection;
        this.progress = progress;
    }

    List<Finding> examine() throws InterruptedException {
        Map<String, Object> properties = new TreeMap<>(connection.kafkaProperties());
        properties.put("request.timeout.ms", TIMEOUT_MS);
        properties.put("default.api.timeout.ms", TIMEOUT_MS);
        List<Finding> findings = new ArrayList<>();
        try (Admin admin = Admin.create(properties)) {
            int brokers = admin.describeCluster().nodes().get().size();
            findings.add(Finding.ok("broker", "%d at %s".formatted(brokers, connection.bootstrapServers())));
            Finding topics = topics(admin);
            findings.add(topics);
            findings.add(new TransactionsExam(admin, TransactionsExam.AGE_MAX).examine());
            if (topics.isOk()) {
                findings.add(new PricesExam(connection).examine(properties, progress));
            }
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            findings.add(Finding.wrong(
                    "broker",
                    "%s does not answer: %s".formatted(connection.bootstrapServers(), reason(e)),
                    "start Kafka, or correct --bootstrap-servers and its security settings (--kafka KEY=VALUE)"));
        }
        return findings;
    }

    private static @Nullable String reason(Exception failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : cause.getMessage();
    }

    private static Finding topics(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> names = admin.listTopics().names().get();
        List<String> missing = Topic.all().stream()
                .map(Topic::topicName)
                .filter(name -> !names.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            return Finding.wrong(
                    "topics",
                    "missing: " + String.join(", ", missing),
                    "start a stream processor; it creates the topics that are missing");
        }
        try {
            TopicSetup.check(admin);
        } catch (IllegalStateException e) {
            return Finding.wrong("topics", "unsafe", String.valueOf(e.getMessage()));
        }
        return Finding.ok(
                "topics",
                "all %d there, stamped with append time".formatted(Topic.all().size()));
    }
}
