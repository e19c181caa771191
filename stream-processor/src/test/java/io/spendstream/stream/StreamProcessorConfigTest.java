package io.spendstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.Money;
import io.spendstream.stream.topology.MeteringSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be set, and what Kafka Streams is given for it. */
final class StreamProcessorConfigTest {
    private static final MeteringSettings.Partitions SIX = new MeteringSettings.Partitions(6, 6);

    private static StreamProcessorConfig config(String... keysAndValues) {
        var values = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return StreamProcessorConfig.of(values);
    }

    @Test
    void onlyTheBrokersHaveToBeSaid() {
        StreamProcessorConfig config = config();

        assertThat(config.applicationId()).isEqualTo("spendstream-stream-processor");
        assertThat(config.instanceId()).isEmpty();
        assertThat(config.priceBook()).isEmpty();
        assertThat(config.topicPartitions()).isEqualTo(6);
        assertThat(config.metering(SIX)).isEqualTo(MeteringSettings.defaults(SIX));
    }

    @Test
    void settingsReachTheTopology() {
        MeteringSettings settings = config(
                        "acceptance.window.ms", "3600000",
                        "budget.daily.limit.usd", "12.50",
                        "flush.interval.ms", "40")
                .metering(new MeteringSettings.Partitions(3, 4));

        assertThat(settings.window().past()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.standingBudget().limit()).isEqualTo(BudgetAmount.usd(Money.of("12.5")));
        assertThat(settings.flushInterval()).isEqualTo(Duration.ofMillis(40));
        assertThat(settings.partitions().budgetPartials()).isEqualTo(4);
    }

    @Test
    void aPriceBookIsAFile() {
        assertThat(config("price.book", "/etc/prices.yaml").priceBook()).contains(Path.of("/etc/prices.yaml"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> StreamProcessorConfig.of(Map.of(
                        "topic.partitions", "0",
                        "budget.daily.limit.usd", "five",
                        "topic.partitons", "6",
                        "kafka.processing.guarantee", "at_least_once")))
                .withMessageContaining("bootstrap.servers")
                .withMessageContaining("topic.partitions")
                .withMessageContaining("budget.daily.limit.usd")
                .withMessageContaining("topic.partitons is not a setting")
                .withMessageContaining("kafka.processing.guarantee cannot be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", "five", "1e99", "0.000000000000001"})
    void aLimitIsAnAmountAboveZero(String limit) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config("budget.daily.limit.usd", limit))
                .withMessageContaining("must be an amount of US dollars above zero");
    }

    @Test
    void kafkaSettingsArePassedOn() {
        Properties settings = StreamsSettings.of(config("kafka.security.protocol", "SSL", "kafka.poll.ms", "30"), true);

        assertThat(settings).containsEntry("security.protocol", "SSL").containsEntry("poll.ms", "30");
    }

    @Test
    void whatExactnessRestsOnIsAlwaysSet() {
        var settings = new StreamsConfig(StreamsSettings.of(config("instance.id", "one"), true));

        assertThat(settings.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo("exactly_once_v2");
        assertThat(settings.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
        assertThat(settings.getMainConsumerConfigs("group", "client", 1))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("group.instance.id", "one-1")
                .containsEntry("session.timeout.ms", 6_000);
        assertThat(settings.getProducerConfigs("client"))
                .containsEntry("enable.idempotence", true)
                .containsEntry("transaction.timeout.ms", 60_000)
                .containsEntry("max.request.size", 9 << 20);
    }
}
