package io.spendstream.cli.measure;

import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Reads the alerts from the end on, committed ones only, and tells the trial which events they name. */
final class AlertWatch implements Runnable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Consumer<byte[], byte[]> alerts;
    private final AlertTrial trial;

    /** Begins at the end of the topic, so that nothing is missed between this and the start of its thread. */
    AlertWatch(Map<String, Object> kafka, AlertTrial trial) {
        this.alerts = TopicScan.openAtEnd(kafka, Topic.BUDGET_ALERTS);
        this.trial = trial;
    }

    /** Reads until the trial is complete or its thread is interrupted, and closes what it read from. */
    @Override
    public void run() {
        try (alerts) {
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
}
