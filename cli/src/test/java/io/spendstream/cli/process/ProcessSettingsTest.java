package io.spendstream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.settings.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSettingsTest {
    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("bootstrap.servers", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Brokers.")
            .define("batch.rows.max", ConfigDef.Type.INT, 5000, ConfigDef.Importance.LOW, "Rows.");
    private static final Set<String> OF_OTHERS = Set.of("state.dir", "debug");

    @TempDir
    private Path folder;

    private final ProcessSettings settings = new ProcessSettings(DEFINITION, OF_OTHERS);

    @Test
    void refusesAKeyThatNobodyKnowsNamingTheFileItIsIn() throws IOException {
        Path file = file("bootstrap.server=a:1\n");

        assertThatThrownBy(() -> settings.merge(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "unknown key bootstrap.server in %s; known keys: batch.rows.max, bootstrap.servers and"
                                + " kafka.<any Kafka client property>",
                        file);
    }

    @Test
    void refusesAVariableThatNobodyKnows() {
        assertThatThrownBy(() -> settings.merge(null, Map.of("SPENDSTREAM_BATCH_ROW_MAX", "1"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown variable SPENDSTREAM_BATCH_ROW_MAX in the environment");
    }

    @Test
    void saysEverythingThatIsUnknownAtOnce() throws IOException {
        Path file = file("colour=red\nsize=1\n");

        assertThatThrownBy(() -> settings.merge(file, Map.of("SPENDSTREAM_TASTE", "sour"), Map.of("smell", "none")))
                .hasMessageContainingAll(
                        "colour in " + file,
                        "size in " + file,
                        "SPENDSTREAM_TASTE in the environment",
                        "smell in the flags");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> settings.merge(folder.resolve("none"), Map.of(), Map.of()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesKeysOfOtherProcessesInItsOwnFile() throws IOException {
        Path file = file("state.dir=/x\n");

        assertThatThrownBy(() -> settings.merge(file, Map.of(), Map.of()))
                .hasMessageContaining("unknown key state.dir");
    }

    @Test
    void leavesVariablesOfOtherProcessesToThem() throws IOException {
        assertThat(settings.merge(
                        null,
                        Map.of("SPENDSTREAM_STATE_DIR", "/x", "SPENDSTREAM_DEBUG", "1", "PATH", "/bin"),
                        Map.of()))
                .isEmpty();
    }

    @Test
    void flagsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() throws IOException {
        Path file = file("bootstrap.servers=file:1\nbatch.rows.max=1\nkafka.acks=0\n");
        Map<String, String> environment = Map.of(
                "SPENDSTREAM_BOOTSTRAP_SERVERS", "environment:1",
                "SPENDSTREAM_KAFKA_ACKS", "1");

        assertThat(settings.merge(file, environment, Map.of("bootstrap.servers", "flag:1")))
                .isEqualTo(Map.of("bootstrap.servers", "flag:1", "batch.rows.max", "1", "kafka.acks", "1"));
        assertThat(settings.merge(file, environment, Map.of())).containsEntry("bootstrap.servers", "environment:1");
        assertThat(settings.merge(file, Map.of(), Map.of())).containsEntry("bootstrap.servers", "file:1");
    }

    @Test
    void passesKafkaPropertiesThroughFromEveryPlace() throws IOException {
        Path file = file("kafka.ssl.truststore.location=/x\n");

        assertThat(settings.merge(
                        file,
                        Map.of("SPENDSTREAM_KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
                        Map.of("kafka.sasl.mechanism", "PLAIN")))
                .containsOnlyKeys("kafka.ssl.truststore.location", "kafka.security.protocol", "kafka.sasl.mechanism");
    }

    @Test
    void readsFilesAsUtf8() throws IOException {
        assertThat(settings.merge(file("bootstrap.servers=bücher:1\n"), Map.of(), Map.of()))
                .containsEntry("bootstrap.servers", "bücher:1");
    }

    @Test
    void hasTheSameNameForAKeyInBothDirections() {
        for (String key : DEFINITION.names()) {
            assertThat(SettingNames.keyOf(SettingNames.variableOf(key))).contains(key);
        }
        assertThat(SettingNames.variableOf("jdbc.password.file")).isEqualTo("SPENDSTREAM_JDBC_PASSWORD_FILE");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("process.properties"), text);
    }
}
