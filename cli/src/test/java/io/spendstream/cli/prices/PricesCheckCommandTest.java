package io.spendstream.cli.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of good, odd and wrong books. */
class PricesCheckCommandTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "own, 0, own.yaml",
        "odd, 0, odd.yaml",
        "wrong, 1, wrong.yaml",
        "two-files, 1, own.yaml odd.yaml",
        "missing, 1, nowhere.yaml"
    })
    void isWhatWasReviewed(String name, int exitCode, String files) {
        CommandRun run = CommandRun.of(("prices check " + Books.paths(files)).split(" ", -1));

        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        assertThat(run.err()).isEmpty();
        Golden.assertMatches("prices/check-" + name + ".txt", run.out().replaceAll("sha256:[0-9a-f]{8}", "sha256:…"));
    }
}
