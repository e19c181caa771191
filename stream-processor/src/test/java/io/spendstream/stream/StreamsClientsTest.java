package io.spendstream.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** What the clients of Kafka Streams do otherwise than those it would make itself. */
final class StreamsClientsTest {
    private static final Map<String, Object> NOBODY =
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1", ProducerConfig.MAX_BLOCK_MS_CONFIG, 50L);

    @Test
    void aBrokerThatDoesNotSayWhereRecordsGoEndsTheThreadInsteadOfOneTask() {
        var producer = new StreamsClients().getProducer(NOBODY);
        try {
            assertThatThrownBy(() -> producer.partitionsFor("totals"))
                    .isInstanceOf(KafkaException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessage("the partitions of totals are not known");
        } finally {
            producer.close(Duration.ZERO);
        }
    }
}
