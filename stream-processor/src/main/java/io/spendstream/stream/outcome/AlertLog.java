package io.spendstream.stream.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.contract.Topic;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each budget alert as a warning. Of several instances one does so; after a crash between the line and the commit
 * behind it, a line may come again.
 */
public final class AlertLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommittedReader reader;

    private AlertLog(CommittedReader reader) {
        this.reader = reader;
    }

    /** Starts to log alerts, beginning after those that {@code groupId} logged before. */
    public static AlertLog start(String groupId, Map<String, ?> kafkaSettings) {
        return new AlertLog(CommittedReader.start(Topic.BUDGET_ALERTS, groupId, kafkaSettings, Logging::new));
    }

    /**
     * Returns the alert's sentence for people.
     *
     * @throws IOException if {@code alert} is not JSON
     */
    static String messageOf(byte @Nullable [] alert) throws IOException {
        JsonNode message =
                JSON.readTree(alert == null ? new byte[0] : alert).path("data").path("message");
        if (!message.isTextual()) {
            throw new IOException("the alert has no data.message");
        }
        return message.textValue();
    }

    @Override
    public void close() {
        reader.close();
    }

    private static final class Logging implements CommittedReader.Listener {
        @Override
        public void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
            for (ConsumerRecord<byte[], byte[]> alert : records) {
                try {
                    LOG.warn("{}", messageOf(alert.value()));
                } catch (IOException e) {
                    LOG.warn(
                            "an alert at {}-{}@{} cannot be read", alert.topic(), alert.partition(), alert.offset(), e);
                }
            }
            if (!records.isEmpty()) {
                consumer.commitSync();
            }
        }

        @Override
        public void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            // reading goes on where it was committed
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            // what was logged is committed already
        }
    }
}
