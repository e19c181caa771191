package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import java.time.Instant;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OrderPublisherTest {
    private static final Instant TIME = Instant.parse("2026-11-21T12:00:00Z");

    private static LedgerLine order() {
        UsageEvent event = UsageEvent.of(
                "e1", TIME, Attribution.builder("s").build(), ModelCall.of("acme", "m"), UsageCounts.of(1, 1));
        return LedgerLine.of(event, new Pricing(PricingStatus.UNPRICED, null, null, null, null, "b"), TIME);
    }

    @Test
    void sendsAnOrderByTheKeyOfItsEventAloneSoThatTheyMeet() {
        var producer = new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        var publisher = new OrderPublisher(producer);

        publisher.send(order());
        publisher.flush();

        ProducerRecord<byte[], byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo(Topic.CORRECTIONS.topicName());
        assertThat(sent.partition()).isNull();
        assertThat(sent.key()).isEqualTo("e1".getBytes(UTF_8));
        assertThat(LedgerLineJson.read(sent.value())).isEqualTo(order());
    }

    @Test
    void saysSoIfAnOrderWasNotTaken() {
        var producer = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        var publisher = new OrderPublisher(producer);

        publisher.send(order());
        producer.errorNext(new TimeoutException("no broker"));

        assertThatIllegalStateException().isThrownBy(publisher::flush).withMessageContaining("order them again");
    }
}
