package io.spendstream.stream;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.testkit.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far the books are, for whoever waits: what was read is not read again, so that asking often takes nothing from the
 * program that is waited for. What is in the books in the end is for {@link Books}, which read everything. Not thread-safe.
 */
final class FollowedBooks implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, Long> outcomes = new HashMap<>();
    private final Map<String, Long> priced = new HashMap<>();

    FollowedBooks(TestKafka kafka) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "allow.auto.create.topics",
                        false,
                        "enable.auto.commit",
                        false,
                        "max.poll.records",
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = Stream.of(Topic.LEDGER, Topic.TOTALS)
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Returns how many records had an outcome by now. */
    long received() {
        readOn();
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many calls of {@code model} were corrected once by now. */
    long priced(String model) {
        readOn();
        return priced.getOrDefault(model, 0L);
    }

    private void readOn() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::add);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topic.LEDGER.topicName())) {
            LedgerLine line = LedgerLineJson.read(record.value());
            if (line.entry() == 1) {
                priced.merge(line.call().model(), 1L, Long::sum);
            }
            return;
        }
        TotalKey key = TotalJson.readKey(record.key());
        if (key.dimension() == Dimension.OUTCOME) {
            outcomes.put(
                    key.values().get(0), TotalJson.readTotal(record.value()).calls());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
