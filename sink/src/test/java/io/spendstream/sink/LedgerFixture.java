package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.testkit.TestKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A ledger topic that a test writes as the stream processor does: in transactions, some of which are aborted. */
final class LedgerFixture implements AutoCloseable {
    private final TestKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private int partitions;

    LedgerFixture(TestKafka kafka) {
        this.kafka = kafka;
        producer = newProducer();
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "transactional.id",
                "ledger-fixture-" + new Random().nextLong(),
                "batch.size",
                131_072,
                "linger.ms",
                5,
                "max.block.ms",
                10_000);
        var made = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        made.initTransactions();
        return made;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Makes the topic anew, empty. */
    void recreate(int wanted) {
        partitions = wanted;
        kafka.createTopics(wanted);
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(Topic.LEDGER.topicName())).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(Topic.LEDGER.topicName()));
            kafka.createTopics(wanted);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        producer.close();
        producer = newProducer();
        await().until(() -> producer.partitionsFor(Topic.LEDGER.topicName()).size() == wanted);
    }

    /** Appends {@code lines} in one transaction, each on the partition its event id says. */
    void append(List<LedgerLine> lines) {
        producer.beginTransaction();
        lines.forEach(line -> send(Math.floorMod(line.eventId().hashCode(), partitions), LedgerLineJson.write(line)));
        producer.commitTransaction();
    }

    void append(LedgerLine... lines) {
        append(List.of(lines));
    }

    /** Appends {@code lines} in a transaction that is aborted. */
    void appendAborted(List<LedgerLine> lines) {
        producer.beginTransaction();
        lines.forEach(line -> send(0, LedgerLineJson.write(line)));
        producer.flush();
        producer.abortTransaction();
    }

    /** Appends {@code line} on {@code partition}, whatever its event id says. */
    void appendTo(int partition, LedgerLine line) {
        appendRaw(partition, LedgerLineJson.write(line));
    }

    /** Appends any bytes. */
    void appendRaw(int partition, byte @Nullable [] value) {
        producer.beginTransaction();
        send(partition, value);
        producer.commitTransaction();
    }

    /** Returns where the partitions end, added up. */
    long endOffsets() {
        try (Admin admin = kafka.admin()) {
            return admin.listOffsets(every(OffsetSpec.latest())).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes all records, as retention does. */
    void deleteAll() {
        try (Admin admin = kafka.admin()) {
            admin.deleteRecords(every(RecordsToDelete.beforeOffset(-1))).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> Map<TopicPartition, T> every(T value) {
        Map<TopicPartition, T> map = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            map.put(LedgerTopic.partition(i), value);
        }
        return map;
    }

    private void send(int partition, byte @Nullable [] value) {
        var sent = producer.send(new ProducerRecord<>(Topic.LEDGER.topicName(), partition, null, value));
        if (sent.isDone()) {
            assertThat(sent).succeedsWithin(Duration.ZERO); // that the topic is not known shows at once
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
