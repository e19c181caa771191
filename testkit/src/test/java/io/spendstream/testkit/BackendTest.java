package io.spendstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTest {
    @Test
    void knowsBothNames() {
        assertThat(Backend.named("embedded")).isEqualTo(Backend.EMBEDDED);
        assertThat(Backend.named("docker")).isEqualTo(Backend.DOCKER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Docker", "podman", "embedded "})
    void refusesOtherNamesAndSaysWhichThereAre(String name) {
        assertThatThrownBy(() -> Backend.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dtestkit must be embedded or docker: \"" + name + "\"");
    }
}
