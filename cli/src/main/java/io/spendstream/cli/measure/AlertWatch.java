package io.spendstream.cli.measure;

import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads the alerts from the end on, committed ones only, and tells the trial which events they name. */
final class AlertWatch implements Runnable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Map<String, Object> kafka;
    private final AlertTrial trial;
    private final CountDownLatch ready = new CountDownLatch(1);

    AlertWatch(Map<String, Object> kafka, AlertTrial trial) {
        this.kafka = kafka;
        this.trial = trial;
    }

    @Override
    public void run() {
        try (Consumer<byte[], byte[]> alerts = TopicScan.open(kafka)) {
            List<TopicPartition> partitions = alerts.partitionsFor(Topic.BUDGET_ALERTS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            alerts.assign(partitions);
            alerts.seekToEnd(partitions);
            partitions.forEach(alerts::position);
            ready.countDown();
            while (!Thread.currentThread().isInterrupted() && !trial.isComplete()) {
                for (ConsumerRecord<byte[], byte[]> record : alerts.poll(POLL)) {
                    long now = System.nanoTime();
                    BudgetAlert alert = BudgetAlertJson.read(record.value());
                    if (alert.trigger() != null) {
                        trial.alerted(alert.trigger(), now);
                    }
                }
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitReady() throws InterruptedException {
        ready.await();
    }
}
