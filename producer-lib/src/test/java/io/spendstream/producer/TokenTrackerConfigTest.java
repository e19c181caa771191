package io.spendstream.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.producer.journal.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTrackerConfigTest {
    @Test
    void hasADefaultForEverything() {
        var config = TokenTrackerConfig.of(Map.of());

        assertThat(config.isEnabled()).isTrue();
        assertThat(config.durability()).isEqualTo(Durability.PROCESS);
        assertThat(config.journalLimits().journalBytesMax()).isEqualTo(1L << 30);
        assertThat(config.producerSettings())
                .containsEntry("bootstrap.servers", List.of("localhost:9092"))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true);
    }

    @Test
    void takesItsSettingsFromTheEnvironment() {
        var config = TokenTrackerConfig.fromEnvironment(Map.of(
                "SPENDSTREAM_BOOTSTRAP_SERVERS", "a:1,b:2",
                "SPENDSTREAM_JOURNAL_DIRECTORY", "/var/lib/agent",
                "SPENDSTREAM_JOURNAL_DURABILITY", "power",
                "SPENDSTREAM_KAFKA_SECURITY_PROTOCOL", "SSL",
                "SPENDSTREAM_JDBC_URL", "of another program",
                "PATH", "/bin"));

        assertThat(config.journalDirectory()).isEqualTo(Path.of("/var/lib/agent"));
        assertThat(config.durability()).isEqualTo(Durability.POWER);
        assertThat(config.producerSettings())
                .containsEntry("bootstrap.servers", List.of("a:1", "b:2"))
                .containsEntry("security.protocol", "SSL");
    }

    @Test
    void passesKafkaSettingsThrough() {
        var config = TokenTrackerConfig.of(Map.of("kafka.linger.ms", "20", "kafka.client.id", "me"));

        assertThat(config.producerSettings()).containsEntry("linger.ms", "20").containsEntry("client.id", "me");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.acks",
                "kafka.enable.idempotence",
                "kafka.key.serializer",
                "kafka.partitioner.class",
                "kafka.retries",
                "kafka.bootstrap.servers"
            })
    void refusesKafkaSettingsThatCouldLoseEvents(String key) {
        assertThatThrownBy(() -> TokenTrackerConfig.of(Map.of(key, "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key.substring("kafka.".length()));
    }

    @Test
    void refusesKeysThatAreNotKnown() {
        assertThatThrownBy(() -> TokenTrackerConfig.of(Map.of("journal.byte.max", "5")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("journal.byte.max")
                .hasMessageContaining("journal.bytes.max");
        assertThatThrownBy(() -> TokenTrackerConfig.fromEnvironment(Map.of("SPENDSTREAM_JOURNAL_DIR", "x")))
                .hasMessageContaining("journal.dir");
    }

    @Test
    void refusesAJournalWithRoomForOneSegmentOnly() {
        assertThatThrownBy(() -> TokenTrackerConfig.of(
                        Map.of("journal.bytes.max", "1000000", "journal.segment.bytes.max", "600000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("600000")
                .hasMessageContaining("1000000");
    }

    @Test
    void hidesSecretsWhenPrinted() {
        var config = TokenTrackerConfig.of(
                Map.of("kafka.sasl.jaas.config", "user=x password=hunter2", "kafka.ssl.keystore.password", "hunter2"));

        assertThat(config.toString()).doesNotContain("hunter2").contains("journal.bytes.max=1073741824");
    }
}
