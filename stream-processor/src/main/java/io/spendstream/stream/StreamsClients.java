package io.spendstream.stream;

import io.spendstream.contract.failpoint.FailPoint;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients Kafka Streams works with: those it would make itself, except that tests can stop the process on either side
 * of a commit, and that a transaction is never committed without the sums of its lines.
 */
public final class StreamsClients implements KafkaClientSupplier {
    @Override
    public Admin getAdmin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return new CommittingProducer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return consumer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
        return consumer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
        return consumer(settings);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static final class CommittingProducer extends KafkaProducer<byte[], byte[]> {
        private CommittingProducer(Map<String, Object> settings) {
            super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        /**
         * Says where records of {@code topic} may go. If the broker does not answer, the thread is to end: of a timeout
         * while a punctuator passes something on, Kafka Streams takes the state of its task for lost, commits what the
         * others did in the same transaction, and with it the ledger lines of this task, whose sums were not written yet.
         */
        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            try {
                return super.partitionsFor(topic);
            } catch (TimeoutException e) {
                throw new KafkaException("the partitions of " + topic + " are not known", e);
            }
        }

        @Override
        public void commitTransaction() {
            FailPoint.PROCESSOR_BEFORE_COMMIT.hit();
            super.commitTransaction();
            FailPoint.PROCESSOR_AFTER_COMMIT.hit();
        }
    }
}
