package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s",
                "60",
                "60 s",
                " 60s",
                "60S",
                "-60s",
                "+60s",
                "1.5h",
                "1h30m",
                "60sec",
                "1w",
                "٣s",
                "1e3s",
                "1234567890s"
            })
    void refusesWhatIsNotANumberWithAUnit(String text) {
        assertThatThrownBy(() -> new DurationText().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("must be a number with ms, s, m, h or d, such as 60s: " + text);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "0s,PT0S", "60s,PT1M", "5m,PT5M", "2h,PT2H", "7d,PT168H", "999999999d,PT23999999976H"})
    void readsEachUnit(String text, Duration expected) {
        assertThat(new DurationText().convert(text)).isEqualTo(expected);
    }
}
