package io.spendstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifierConfigTest {
    private static final String SERVERS = "bootstrap.servers";

    @Test
    void needsNothingButTheBroker() {
        NotifierConfig config = NotifierConfig.of(Map.of(SERVERS, "localhost:9092"));

        assertThat(config.channelsFile()).isEmpty();
        assertThat(config.groupOf("slack")).isEqualTo("spendstream-notifier.slack");
        assertThat(config.consumerSettings())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", false);
        assertThat(config.producerSettings()).containsEntry("acks", "all");
    }

    @Test
    void anEmptyListOfAddressesAllowsNone() {
        NotifierConfig config = NotifierConfig.of(Map.of(SERVERS, "localhost:9092", "allowed.addresses", ""));

        assertThat(config.addressGuard().isRefusedLiteral("127.0.0.1")).isTrue();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> NotifierConfig.of(Map.of(
                        "queue.max",
                        "0",
                        "request.timeout.ms",
                        "never",
                        "allowed.addresses",
                        "office",
                        "chanels.file",
                        "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(SERVERS)
                .hasMessageContaining("queue.max")
                .hasMessageContaining("request.timeout.ms")
                .hasMessageContaining("allowed.addresses must be an address")
                .hasMessageContaining("chanels.file is not a setting of the notifier");
    }

    @Test
    void whatTheGuaranteesRestOnCannotBeSet() {
        assertThatThrownBy(() -> NotifierConfig.of(Map.of(
                        SERVERS, "localhost:9092", "kafka.isolation.level", "read_uncommitted", "kafka.acks", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.isolation.level cannot be set")
                .hasMessageContaining("kafka.acks cannot be set");
    }

    @Test
    void aKafkaSettingThatWouldHaveNoEffectIsRefused() {
        assertThatThrownBy(() -> NotifierConfig.of(Map.of(
                        SERVERS,
                        "localhost:9092",
                        "kafka.max.poll.records",
                        "5",
                        "kafka.client.id",
                        "me",
                        "kafka.fetch.mx.bytes",
                        "1000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.max.poll.records cannot be set: what the notifier guarantees")
                .hasMessageContaining("kafka.client.id cannot be set")
                .hasMessageContaining(
                        "kafka.fetch.mx.bytes cannot be set: neither a Kafka consumer nor a producer knows");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "50, 5", "1000, 100", "100000, 100"})
    void aPollIsASmallPartOfTheQueue(String queueMax, int records) {
        NotifierConfig config = NotifierConfig.of(Map.of(SERVERS, "localhost:9092", "queue.max", queueMax));

        assertThat(config.consumerSettings()).containsEntry("max.poll.records", records);
    }

    @Test
    void theLongestWaitIsNotBelowTheFirst() {
        assertThatThrownBy(() -> NotifierConfig.of(
                        Map.of(SERVERS, "localhost:9092", "retry.backoff.ms", "1000", "retry.backoff.max.ms", "500")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("retry.backoff.max.ms must not be below retry.backoff.ms");
    }

    @Test
    void kafkaPropertiesPassThroughToTheClientsThatKnowThem() {
        NotifierConfig config = NotifierConfig.of(
                Map.of(SERVERS, "localhost:9092", "kafka.security.protocol", "SSL", "kafka.fetch.max.bytes", "1000"));

        assertThat(config.consumerSettings())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("fetch.max.bytes", "1000");
        assertThat(config.producerSettings())
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKey("fetch.max.bytes");
    }
}
