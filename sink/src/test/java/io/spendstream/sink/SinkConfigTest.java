package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("bootstrap.servers", "localhost:9092", "jdbc.url", "jdbc:postgresql://localhost/spendstream");

    @Test
    void brokersAndDatabaseAreAllThatMustBeSaid() {
        SinkConfig config = SinkConfig.of(LEAST);

        assertThat(config.batchRowsMax()).isEqualTo(50_000);
        assertThat(config.isMigrating()).isTrue();
        assertThat(config.jdbcPassword()).isNull();
        assertThat(config.knownModels()).isEmpty();
        assertThat(config.consumerSettings())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("enable.auto.commit", false);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        var wrong = new TreeMap<String, String>();
        wrong.put("jdbc.url", "mysql://localhost");
        wrong.put("batch.rows.max", "0");
        wrong.put("batch.interval.ms", "soon");
        wrong.put("bacth.rows", "1");
        wrong.put("kafka.isolation.level", "read_uncommitted");
        wrong.put("jdbc.password", "a");
        wrong.put("jdbc.password.file", "b");

        assertThatThrownBy(() -> SinkConfig.of(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers")
                .hasMessageContaining("jdbc.url must begin with jdbc:postgresql:")
                .hasMessageContaining("batch.rows.max")
                .hasMessageContaining("batch.interval.ms")
                .hasMessageContaining("bacth.rows is not a setting")
                .hasMessageContaining("kafka.isolation.level cannot be set")
                .hasMessageContaining("jdbc.password and jdbc.password.file are both set");
    }

    @Test
    void settingsOfTheClientsArePassedOn() {
        SinkConfig config = SinkConfig.of(with("kafka.group.instance.id", "sink-1", "kafka.security.protocol", "SSL"));

        assertThat(config.consumerSettings())
                .containsEntry("group.instance.id", "sink-1")
                .containsEntry("security.protocol", "SSL");
        assertThat(config.adminSettings())
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKey("group.instance.id");
    }

    @Test
    void aPasswordMayBeInAFileAndIsNeverShown(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "s3cret \n");

        assertThat(SinkConfig.of(with("jdbc.password.file", file.toString())).jdbcPassword())
                .isEqualTo("s3cret ");
        assertThat(SinkConfig.of(with("jdbc.password", "s3cret")).values().toString())
                .doesNotContain("s3cret");
    }

    @Test
    void aPasswordFileThatCannotBeReadIsNamed(@TempDir Path directory) {
        Path file = directory.resolve("absent");

        assertThatThrownBy(() -> SinkConfig.of(with("jdbc.password.file", file.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("jdbc.password.file")
                .hasMessageContaining(file.toString());
    }

    private static Map<String, String> with(String... keysAndValues) {
        var settings = new TreeMap<>(LEAST);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }
}
