package io.spendstream.cli.measure;

import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads the ledger from its end on and tells the trial which events it meets. */
final class LedgerWatch implements Runnable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Map<String, Object> kafka;
    private final Trial trial;
    private final CountDownLatch ready = new CountDownLatch(1);

    LedgerWatch(Map<String, Object> kafka, Trial trial) {
        this.kafka = kafka;
        this.trial = trial;
    }

    @Override
    public void run() {
        try (Consumer<byte[], byte[]> ledger = TopicScan.open(kafka)) {
            List<TopicPartition> partitions = ledger.partitionsFor(Topic.LEDGER.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            ledger.assign(partitions);
            ledger.seekToEnd(partitions);
            partitions.forEach(ledger::position);
            ready.countDown();
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

    void awaitReady() throws InterruptedException {
        ready.await();
    }
}
