package io.spendstream.embedded;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes and reads the topic that takes the largest records. */
final class Records {
    private static final TopicPartition PARTITION = new TopicPartition(Topic.DEAD_LETTERS.topicName(), 0);

    private Records() {}

    static void createTopics(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicSetup.ensure(admin, 1, (short) 1);
        }
    }

    /** Returns when the broker has acknowledged {@code value}. */
    static void send(EmbeddedKafka kafka, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "max.request.size",
                Topic.REQUEST_BYTES_MAX,
                "acks",
                "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get();
        }
    }

    static List<byte[]> values(EmbeddedKafka kafka) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = requireNonNull(consumer.endOffsets(List.of(PARTITION)).get(PARTITION));
            var values = new ArrayList<byte[]>();
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(consumed -> values.add(consumed.value()));
            }
            return values;
        }
    }
}
