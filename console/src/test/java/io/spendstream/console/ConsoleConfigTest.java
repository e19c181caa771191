package io.spendstream.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleConfigTest {
    private static ConsoleConfig with(String... pairs) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                ConsoleConfig.BOOTSTRAP_SERVERS, "localhost:1",
                ConsoleConfig.JDBC_URL, "jdbc:postgresql://localhost/spendstream"));
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return ConsoleConfig.of(settings);
    }

    @Test
    void servesThisMachineAloneUnlessToldOtherwise() {
        assertThat(with().isLoopback()).isTrue();
        assertThat(with().token()).isEmpty();
        assertThat(with(ConsoleConfig.HOST, "::1").isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void doesNotServeOthersWithoutAToken(String host) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> with(ConsoleConfig.HOST, host))
                .withMessageContaining("console.host is %s".formatted(host))
                .withMessageContaining("console.token");
        assertThat(with(ConsoleConfig.HOST, host, ConsoleConfig.TOKEN, "0123456789abcdef")
                        .token())
                .hasValue("0123456789abcdef");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "a token with blanks in it", "tökens are of ascii letters"})
    void aTokenMustBeHardToGuessAndFitAHeader(String token) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> with(ConsoleConfig.TOKEN, token))
                .withMessageContaining("openssl rand")
                .withMessageNotContaining(token);
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> with("console.colour", "red", ConsoleConfig.PORT, "70000", ConsoleConfig.JDBC_URL, "x"))
                .withMessageContaining("console.colour")
                .withMessageContaining("console.port")
                .withMessageContaining("jdbc.url");
    }
}
