package io.spendstream.producer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardConfigTest {
    @Test
    void blocksAndFailsOpenByDefault() {
        GuardConfig config = GuardConfig.of(Map.of());

        assertThat(config.mode()).isEqualTo(GuardMode.BLOCK);
        assertThat(config.whenStale()).isEqualTo(StalePolicy.OPEN);
        assertThat(config.staleAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.reservationMax()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.settledFor()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void isReadFromTheEnvironmentBesideWhatOthersFindThere() {
        GuardConfig config = GuardConfig.fromEnvironment(Map.of(
                "SPENDSTREAM_GUARD_MODE", "warn",
                "SPENDSTREAM_GUARD_WHEN_STALE", "closed",
                "SPENDSTREAM_BOOTSTRAP_SERVERS", "kafka:9092",
                "SPENDSTREAM_JOURNAL_DIRECTORY", "/var/lib/journal",
                "SPENDSTREAM_KAFKA_SECURITY_PROTOCOL", "SSL",
                "SPENDSTREAM_KAFKA_LINGER_MS", "5",
                "PATH", "/usr/bin"));

        assertThat(config.mode()).isEqualTo(GuardMode.WARN);
        assertThat(config.whenStale()).isEqualTo(StalePolicy.CLOSED);
        assertThat(config.consumerSettings())
                .containsEntry("bootstrap.servers", List.of("kafka:9092"))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKeys("linger.ms", "group.id");
    }

    @Test
    void namesAKeyThatIsNotKnown() {
        assertThatThrownBy(() -> GuardConfig.fromEnvironment(Map.of("SPENDSTREAM_GUARD_MOOD", "warn")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("[guard.mood] is not known; there are [bootstrap.servers, guard.mode,");
    }

    @ParameterizedTest
    @CsvSource({"guard.mode, stop", "guard.when.stale, ajar", "guard.stale.ms, 0", "guard.settled.ms, -1"})
    void refusesAValueOutOfItsRange(String key, String value) {
        assertThatThrownBy(() -> GuardConfig.of(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolation.level", "group.id", "auto.offset.reset", "enable.auto.commit"})
    void refusesASettingStatesWouldBeMissedBy(String key) {
        assertThatThrownBy(() -> GuardConfig.of(Map.of("kafka." + key, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.* must not have [%s]".formatted(key));
    }

    @Test
    void showsNoSecret() {
        GuardConfig config = GuardConfig.of(Map.of("kafka.sasl.jaas.config", "password=secret"));

        assertThat(config.toString()).contains("kafka.sasl.jaas.config=[set]").doesNotContain("secret");
    }

    @Test
    void isDocumentedWithItsDefaults() throws Exception {
        String page = Files.readString(Path.of("../docs/brake.md"));

        GuardConfig.definition().configKeys().values().forEach(key -> {
            Object value = key.defaultValue instanceof List<?> list ? list.get(0) : key.defaultValue;
            assertThat(page).contains("| `%s` | `%s` |".formatted(key.name, value));
        });
    }
}
