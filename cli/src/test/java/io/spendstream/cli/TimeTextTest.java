package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-02-30",
                "2026-11-21T20:43:27",
                "2026-11-21 20:43:27Z",
                "1763757807",
                "21.11.2026"
            })
    void refusesWhatIsNeitherADateNorATimeWithAnOffset(String text) {
        assertThatThrownBy(() -> new TimeText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("must be a date such as 2026-11-21 or a time such as 2026-11-21T20:43:27Z: " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21,2026-11-21T00:00:00Z",
        "2026-11-21T20:43:27Z,2026-11-21T20:43:27Z",
        "2026-11-21T20:43:27.5+05:45,2026-11-21T14:58:27.5Z"
    })
    void readsDatesAsTheirFirstInstantInUtc(String text, Instant expected) {
        assertThat(new TimeText().convert(text)).isEqualTo(expected);
    }
}
