package io.spendstream.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingNamesTest {
    @Test
    void variablesOfOtherProgramsAreLeftAlone() {
        Map<String, String> environment = Map.of(
                "PATH", "/bin", "SPENDSTREAM_JDBC_URL", "x", "SPENDSTREAM_GUARD_MODE", "warn", "spendstream_a", "b");

        assertThat(SettingNames.fromEnvironment(environment, key -> !key.startsWith("guard.")))
                .containsExactly(Map.entry("jdbc.url", "x"));
    }
}
