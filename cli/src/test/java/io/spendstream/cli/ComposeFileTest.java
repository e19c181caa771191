package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.notifier.channel.LogChannel;
import io.spendstream.notifier.file.ChannelsFile;
import io.spendstream.notifier.http.AddressGuard;
import io.spendstream.sink.SinkConfig;
import io.spendstream.stream.StreamProcessorConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose file against the processes it starts and the Prometheus that scrapes them; it takes no engine to check. */
class ComposeFileTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @SuppressWarnings("NullAway.Init") // before each
    private JsonNode services;

    @SuppressWarnings("NullAway.Init") // before each
    private JsonNode shared;

    @BeforeEach
    void read() throws IOException {
        JsonNode file = YAML.readTree(Repository.read("docker-compose.yml"));
        services = file.path("services");
        shared = file.path("x-process");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-processor", "sink", "notifier", "console"})
    void startsTheProcessesThereAre(String process) {
        assertThat(services.path(process).path("command").get(0).asText()).isEqualTo(process);
        assertThat(Spendstream.commandLine().getSubcommands()).containsKey(process);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream-processor", "sink", "notifier", "console"})
    void setsOnlyWhatTheProcessKnowsAndAllThatItRequires(String process) {
        ConfigDef definition = switch (process) {
            case "sink" -> SinkConfig.definition();
            case "console" -> ConsoleConfig.definition();
            case "notifier" -> NotifierConfig.definition();
            default -> StreamProcessorConfig.definition();
        };
        Set<String> set = new TreeSet<>();
        services.path(process).path("environment").fieldNames().forEachRemaining(name -> set.add(keyOf(name)));

        Set<String> known = new TreeSet<>(definition.names());
        known.addAll(List.of("operations.host", "operations.port"));
        assertThat(known).containsAll(set);
        assertThat(set)
                .containsAll(definition.configKeys().values().stream()
                        .filter(key -> !key.hasDefault())
                        .map(key -> key.name)
                        .toList());
    }

    @Test
    void theNotifiersFileIsThereAndTellsTheLogUntilItIsChanged() {
        String volume = services.path("notifier").path("volumes").get(0).asText();
        String folder = volume.substring(0, volume.indexOf(':'));

        assertThat(ChannelsFile.read(
                        Repository.ROOT.resolve(folder).resolve("channels.yaml"), new AddressGuard(List.of())))
                .hasExactlyElementsOfTypes(LogChannel.class);
        assertThat(services.path("notifier")
                        .path("environment")
                        .path("SPENDSTREAM_CHANNELS_FILE")
                        .asText())
                .isEqualTo("/etc/spendstream/channels.yaml");
        assertThat(volume).endsWith(":/etc/spendstream:ro");
    }

    @Test
    void everyServiceSaysWhenItIsHealthySoThatWaitingMeansSomething() {
        services.properties()
                .forEach(service -> assertThat(healthcheckOf(service.getValue()).path("test"))
                        .as(service.getKey())
                        .hasSizeGreaterThan(1));
    }

    @Test
    void nothingIsOpenToOtherMachines() {
        for (JsonNode service : services) {
            service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        }
    }

    @Test
    void prometheusScrapesEveryProcessWhereItServesMetrics() throws IOException {
        List<String> targets = new ArrayList<>();
        YAML.readTree(Repository.read("prometheus.yml"))
                .findValues("targets")
                .forEach(list -> list.forEach(target -> targets.add(target.asText())));

        assertThat(targets)
                .containsExactlyInAnyOrder("stream-processor:9464", "sink:9464", "notifier:9464", "console:9464");
        assertThat(CommandRun.of("sink", "--help").out()).contains("9464");
    }

    private JsonNode healthcheckOf(JsonNode service) {
        return service.has("healthcheck") || !service.has("<<")
                ? service.path("healthcheck")
                : shared.path("healthcheck");
    }

    private static String keyOf(String variable) {
        return variable.replaceFirst("^SPENDSTREAM_", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }
}
