package io.spendstream.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Topic;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BrokerForTestsIT {
    @Test
    void createsEveryTopicOfTheContract() throws Exception {
        try (TestKafka kafka = TestKafka.start();
                Admin admin = kafka.admin()) {
            kafka.createTopics(3);

            assertThat(admin.listTopics().names().get())
                    .containsAll(Topic.all().stream().map(Topic::topicName).toList());
        }
    }

    @Test
    void drainsCommittedRecordsOnly() {
        TestKafka kafka = TestKafka.shared();
        kafka.createTopics(2);
        try (var producer = transactionalProducer(kafka)) {
            send(producer, "committed");
            producer.commitTransaction();
            send(producer, "aborted");
            producer.abortTransaction();
            send(producer, "committed too");
            producer.commitTransaction();
        }

        assertThat(kafka.drain(Topic.LEDGER))
                .extracting(drained -> new String(drained.value(), UTF_8))
                .containsExactlyInAnyOrder("committed", "committed too");
    }

    @Test
    void drainsEmptyTopicToNothing() {
        TestKafka kafka = TestKafka.shared();
        kafka.createTopics(2);

        assertThat(kafka.drain(Topic.BUDGET_ALERTS)).isEmpty();
    }

    @Test
    void sharesOneBroker() {
        assertThat(TestKafka.shared()).isSameAs(TestKafka.shared());
    }

    private static KafkaProducer<byte[], byte[]> transactionalProducer(TestKafka kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "drain-test");
        var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** Begins a transaction with one record that reaches the broker, whether it is committed or not. */
    private static void send(KafkaProducer<byte[], byte[]> producer, String value) {
        producer.beginTransaction();
        var unused = producer.send(
                new ProducerRecord<>(Topic.LEDGER.topicName(), value.getBytes(UTF_8), value.getBytes(UTF_8)));
        producer.flush();
    }
}
