package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.Money;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What is written when a budget is defined or deleted. */
final class BudgetPublisherTest {
    private static final Budget CARE =
            Budget.builder("care", BudgetAmount.usd(Money.of("5"))).build();

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final BudgetPublisher publisher = new BudgetPublisher(producer);

    @Test
    void aBudgetIsDefinedUnderItsId() throws Exception {
        publisher.publish(CARE);

        ProducerRecord<byte[], byte[]> only = only();
        assertThat(new String(only.key(), UTF_8)).isEqualTo("care");
        assertThat(BudgetJson.read(only.value())).isEqualTo(CARE);
    }

    @Test
    void aBudgetIsDeletedByARecordWithoutAValue() throws Exception {
        publisher.delete("care");

        assertThat(new String(only().key(), UTF_8)).isEqualTo("care");
        assertThat(only().value()).isNull();
    }

    @Test
    void theStandingBudgetIsDeletedByARecordThatStays() throws Exception {
        publisher.delete(Budget.DEFAULT_ID);

        assertThat(BudgetJson.isDeleted(only().value())).isTrue();
    }

    private ProducerRecord<byte[], byte[]> only() {
        List<ProducerRecord<byte[], byte[]>> history = producer.history();
        assertThat(history).hasSize(1);
        return history.get(0);
    }
}
