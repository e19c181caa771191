package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Topic;
import io.spendstream.testkit.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
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
        recreate(wanted, "LogAppendTime");
    }

    /** Makes the topic anew, so that it takes over when records say they were appended, until {@link #useAppendTime}. */
    void recreateForThePast(int wanted) {
        recreate(wanted, "CreateTime");
    }

    private void recreate(int wanted, String times) {
        partitions = wanted;
        kafka.createTopics(wanted);
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(Topic.LEDGER.topicName())).all().get();
            await().atMost(Tables.WAIT_MAX)
                    .until(() -> !admin.listTopics().names().get().contains(Topic.LEDGER.topicName()));
            admin.createTopics(List.of(new NewTopic(Topic.LEDGER.topicName(), wanted, (short) 1)
                            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, times))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        producer.close();
        producer = newProducer();
        await().atMost(Tables.WAIT_MAX)
                .until(() -> producer.partitionsFor(Topic.LEDGER.topicName()).size() == wanted);
    }

    /** Has the broker say when it took a record, as it does in an installation. */
    void useAppendTime() {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.LEDGER.topicName());
        var setting = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            await().atMost(Tables.WAIT_MAX)
                    .until(() -> admin.describeConfigs(List.of(topic)).all().get().values().stream()
                            .anyMatch(config -> setting.value()
                                    .equals(config.get(setting.name()).value())));
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends {@code lines} as if the broker had taken them at {@code time}. */
    void appendAt(Instant time, List<LedgerLine> lines) {
        producer.beginTransaction();
        for (LedgerLine line : lines) {
            int partition = Math.floorMod(line.eventId().hashCode(), partitions);
            var sent = producer.send(new ProducerRecord<>(
                    Topic.LEDGER.topicName(), partition, time.toEpochMilli(), null, LedgerLineJson.write(line)));
            assertThat(sent).isNotNull();
        }
        producer.commitTransaction();
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

    /** Returns where each partition ends, once the markers of all transactions are there. */
    Map<TopicPartition, Long> ends() {
        try (Admin admin = kafka.admin()) {
            await().atMost(Tables.WAIT_MAX)
                    .until(() -> ends(admin, IsolationLevel.READ_COMMITTED)
                            .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)));
            return ends(admin, IsolationLevel.READ_COMMITTED);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<TopicPartition, Long> ends(Admin admin, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(every(OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Deletes all records, as retention does. */
    void deleteAll() {
        delete(every(RecordsToDelete.beforeOffset(-1)));
    }

    /** Deletes the records before {@code offsets}, as retention does. */
    void deleteBefore(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        offsets.forEach((partition, offset) -> records.put(partition, RecordsToDelete.beforeOffset(offset)));
        delete(records);
    }

    private void delete(Map<TopicPartition, RecordsToDelete> records) {
        try (Admin admin = kafka.admin()) {
            admin.deleteRecords(records).all().get();
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
