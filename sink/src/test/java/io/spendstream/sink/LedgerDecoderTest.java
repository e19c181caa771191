package io.spendstream.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerDecoderTest {
    private static final LedgerLine LINE = Lines.priced("e-1", "0.0123");

    @Test
    void readsWhatTheStreamProcessorWrites() {
        assertThat(LedgerDecoder.decode(LedgerLineJson.write(LINE))).isEqualTo(LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "not json",
                "{\"schema_version\":1}",
                "{\"schema_version\":0}",
                "{\"schema_version\":\"2\"}",
                "{\"event_id\":{}}",
                "{\"tags\":null}",
                "{\"usage\":{\"input\":\"x\"}}"
            })
    void whatIsNotALineIsSaidToBeNone(String record) {
        assertThatIllegalArgumentException().isThrownBy(() -> LedgerDecoder.decode(record.getBytes(UTF_8)));
    }

    @Test
    void anyDamageToALineIsAnArgumentErrorAndNothingElse() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] bytes = LedgerLineJson.write(LINE);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                assertThat(LedgerDecoder.decode(damaged)).isNotNull();
            } catch (IllegalArgumentException | LedgerDecoder.NewerVersionException e) {
                assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void aLineOfANewerVersionStopsTheSinkInsteadOfBeingSetAside() {
        byte[] newer = "{\"schema_version\":2,\"event\":{\"id\":1}}".getBytes(UTF_8);

        assertThatThrownBy(() -> LedgerDecoder.decode(newer))
                .isInstanceOf(LedgerDecoder.NewerVersionException.class)
                .hasMessageContaining("schema_version 2")
                .hasMessageContaining("upgrade the sink");
    }

    @Test
    void aTimeNoPartitionIsMadeForIsNotALine() {
        String line = new String(LedgerLineJson.write(LINE), UTF_8);
        byte[] old =
                line.replace("\"timestamp\":\"2026", "\"timestamp\":\"1926").getBytes(UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerDecoder.decode(old))
                .withMessageContaining("timestamp must be in");
    }
}
