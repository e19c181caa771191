package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
    @ParameterizedTest
    @ValueSource(
            ints = {0, 7, '\b', '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0x9b, 0x9d, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066})
    void replacesWhatCouldMoveTheCursorOrForgeALine(int hostile) {
        assertThat(Output.printable("a" + Character.toString(hostile) + "b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void replacesHalfACharacter() {
        assertThat(Output.printable("a\ud83db")).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Müller", "सारांश", "要約", "🙂", "'); DROP TABLE token_usage;--", "=1+1"})
    void keepsEveryOtherText(String text) {
        assertThat(Output.printable(text)).isEqualTo(text);
    }

    @Test
    void writesJsonInTheOrderItWasPutTogether() {
        var node = Output.object();
        node.put("b", "0.10");
        node.put("a", (String) null);

        assertThat(Output.json(node).lines()).containsExactly("{", "  \"b\" : \"0.10\",", "  \"a\" : null", "}");
    }
}
