package io.spendstream.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void neverShowsPathOrQueryWhichHoldSecrets() {
        Endpoint endpoint = Endpoint.parse("https://hooks.example.com:8443/services/T0/B0/secret?token=secret");

        assertThat(endpoint).hasToString("https://hooks.example.com:8443/…");
        assertThat(new Post(endpoint, Map.of("webhook-signature", "secret"), new byte[3]))
                .hasToString("3 bytes to https://hooks.example.com:8443/…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://secret/x",
                "file:///secret",
                "https:///secret",
                "secret",
                "https://user:secret@host/",
                "https://host/#secret",
                "https://host:99999/secret",
                "https://ho st/secret"
            })
    void refusesOtherAddressesWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must ")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void putsAPathBehindItsOwn() {
        assertThat(Endpoint.parse("http://am:9093").resolve("/api/v2/alerts").url())
                .hasToString("http://am:9093/api/v2/alerts");
        assertThat(Endpoint.parse("http://am:9093/prefix/")
                        .resolve("/api/v2/alerts")
                        .url())
                .hasToString("http://am:9093/prefix/api/v2/alerts");
    }
}
