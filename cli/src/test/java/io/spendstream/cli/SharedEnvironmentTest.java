package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.process.ProcessSettings;
import io.spendstream.console.ConsoleConfig;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.notifier.NotifierConfig;
import io.spendstream.producer.TokenTrackerConfig;
import io.spendstream.producer.guard.GuardConfig;
import io.spendstream.sink.SinkConfig;
import io.spendstream.stream.StreamProcessorConfig;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** One environment, as of a container platform, for agents and for all processes. */
class SharedEnvironmentTest {
    private static final List<ConfigDef> PROCESSES = List.of(
            StreamProcessorConfig.definition(),
            SinkConfig.definition(),
            NotifierConfig.definition(),
            ConsoleConfig.definition());
    private static final List<ConfigDef> LIBRARIES = List.of(TokenTrackerConfig.definition(), GuardConfig.definition());

    @ParameterizedTest
    @FieldSource("PROCESSES")
    void everyProcessLeavesTheSettingsOfTheOthersAndOfAgentsToThem(ConfigDef process) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        for (List<ConfigDef> readers : List.of(PROCESSES, LIBRARIES)) {
            readers.forEach(reader -> reader.names()
                    .forEach(key -> environment.put(SettingNames.variableOf(key), "for whom it concerns")));
        }
        assertThat(environment).containsKeys("SPENDSTREAM_GUARD_MODE", "SPENDSTREAM_JOURNAL_DIRECTORY");

        Set<String> keysOfOthers = Spendstream.keysOf(Spendstream.PROCESS_SETTINGS);

        assertThat(new ProcessSettings(process, keysOfOthers).merge(null, environment, Map.of()))
                .containsOnlyKeys(process.names());
    }
}
