package io.spendstream.faults;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A stream processor whose lines and positions are one transaction, but whose memory of events is not: it is in the
 * process, and gone with it.
 */
final class ForgetfulProcessor {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Set<String> seen = new HashSet<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    private ForgetfulProcessor(Flags flags) {
        String servers = flags.get("--bootstrap-servers");
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        "spendstream-stream-processor",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "session.timeout.ms",
                        6_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "transactional.id", flags.get("--instance-id")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) {
        new ForgetfulProcessor(new Flags(arguments)).work();
    }

    private void work() {
        producer.initTransactions();
        consumer.subscribe(List.of(Topic.USAGE.topicName()));
        while (!Thread.currentThread().isInterrupted()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                write(records);
            }
        }
    }

    private void write(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            write(record);
            positions.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private void write(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        UsageEvent event;
        try {
            event = UsageEventJson.read(record.value());
        } catch (RejectedException e) {
            return;
        }
        if (seen.add(event.eventId())) {
            var unpriced = new Pricing(PricingStatus.UNPRICED, null, null, null, null, null);
            var line = LedgerLine.of(event, unpriced, Instant.ofEpochMilli(record.timestamp()));
            var sending = producer.send(
                    new ProducerRecord<>(Topic.LEDGER.topicName(), record.key(), LedgerLineJson.write(line)));
            if (sending.isCancelled()) {
                throw new IllegalStateException("a send cannot be cancelled");
            }
        }
    }
}
