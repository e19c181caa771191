package io.spendstream.cli.measure;

import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Reads the ledger from its end on and tells the trial which events it meets. */
final class LedgerWatch implements Runnable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Consumer<byte[], byte[]> ledger;
    private final Trial trial;

    /** Begins at the end of the topic, so that nothing is missed between this and the start of its thread. */
    LedgerWatch(Map<String, Object> kafka, Trial trial) {
        this.ledger = TopicScan.openAtEnd(kafka, Topic.LEDGER);
        this.trial = trial;
    }

    /** Reads until the trial is complete or its thread is interrupted, and closes what it read from. */
    @Override
    public void run() {
        try (ledger) {
            while (!Thread.currentThread().isInterrupted() && trial.ledger.seen() < trial.size()) {
                for (ConsumerRecord<byte[], byte[]> record : ledger.poll(POLL)) {
                    trial.inLedger(
                            new String(record.key(), StandardCharsets.UTF_8),
                            record.partition(),
                            record.offset(),
                            System.nanoTime());
                }
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }
}
