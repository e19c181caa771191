package io.spendstream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    @TempDir
    Path directory;

    @Test
    void keepsRecordsAndPortAcrossRestart() throws Exception {
        int port;
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            port = kafka.port();
            createTopics(kafka);
            send(kafka, "kept".getBytes(UTF_8));
        }

        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(values(kafka)).containsExactly("kept".getBytes(UTF_8));
        }
    }

    @Test
    void takesTheLargestRecordOurProducersSend() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            createTopics(kafka);
            byte[] largest = new byte[Topic.REQUEST_BYTES_MAX - (1 << 10)];

            send(kafka, largest);

            assertThat(values(kafka))
                    .hasSize(1)
                    .first()
                    .satisfies(value -> assertThat(value).hasSameSizeAs(largest));
        }
    }

    @Test
    void refusesBusyPortBeforeWritingAnything() throws Exception {
        Path untouched = directory.resolve("untouched");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(untouched, other.getLocalPort()))
                    .asInstanceOf(type(PortInUseException.class))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
                    .satisfies(e -> assertThat(e.server()).contains("Kafka"));
        }
        assertThat(Files.exists(untouched)).isFalse();
    }

    @Test
    void refusesSecondBrokerOnOneDirectory() {
        try (var kafka = EmbeddedKafka.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining(kafka.dataDirectory().toString())
                    .hasMessageContaining("this one");
        }
    }

    private static void createTopics(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicSetup.ensure(admin, 1, (short) 1);
        }
    }

    private static void send(EmbeddedKafka kafka, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "max.request.size",
                Topic.REQUEST_BYTES_MAX,
                "acks",
                "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.DEAD_LETTERS.topicName(), value))
                    .get();
        }
    }

    private static List<byte[]> values(EmbeddedKafka kafka) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        var partition = new TopicPartition(Topic.DEAD_LETTERS.topicName(), 0);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            var values = new ArrayList<byte[]>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(consumed -> values.add(consumed.value()));
            }
            return values;
        }
    }
}
