package io.spendstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.instance.SharedInstance;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A transaction that nobody ends, beside an installation that runs. */
class TransactionsExamIT {
    private final Connection connection = SharedInstance.connection();

    @Test
    void namesThePartitionAndTheOffsetOfATransactionThatIsLeftOpen() throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                connection.bootstrapServers(),
                "transactional.id",
                "left-open",
                "enable.idempotence",
                true);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
                var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var record = new ProducerRecord<byte[], byte[]>(
                    Topic.DEAD_LETTERS.topicName(), 0, new byte[] {1}, new byte[] {1});
            long offset = producer.send(record).get().offset();
            String place = "%s partition 0 from offset %d on".formatted(Topic.DEAD_LETTERS.topicName(), offset);

            Finding whileOpen = new TransactionsExam(admin, Duration.ZERO).examine();
            Finding whileYoung = new TransactionsExam(admin, TransactionsExam.AGE_MAX).examine();
            producer.abortTransaction();
            Finding afterwards = new TransactionsExam(admin, Duration.ZERO).examine();

            assertThat(whileOpen.isOk()).isFalse();
            assertThat(whileOpen.found()).contains(place);
            assertThat(whileOpen.fix()).contains("kafka-transactions.sh abort");
            assertThat(whileYoung.isOk()).as("%s", whileYoung).isTrue();
            assertThat(afterwards.found()).doesNotContain(place);
        }
    }
}
