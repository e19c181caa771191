package io.spendstream.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the documentation. */
class ResultPageTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final Path DOCUMENT = Path.of("..", "docs", "performance.md");
    private static final Path LATEST = Path.of("results", "latest.json");

    @TempDir
    private Path folder;

    @Test
    void theDocumentShowsTheLatestResults() throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);

        assertThat(document).containsSubsequence(ResultPage.of(LATEST));
    }

    @Test
    void showsMedianSpreadRatioAndBar() throws IOException {
        write(result("sink", 900, 1000, 1100));

        assertThat(ResultPage.of(folder.resolve("latest.json")))
                .element(2)
                .isEqualTo("| sink | COPY | rows/s | 1,000 ±10 % | 2,000 | 0.50 | at least 0.7 | **no** | 1–2 |");
    }

    @Test
    void aRunOfOneContestKeepsWhatIsKnownOfOthers() throws IOException {
        write(result("micro", 1), result("sink", 1));

        write(result("sink", 3));

        assertThat(ResultPage.of(folder.resolve("latest.json")).subList(2, 4))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("| sink | COPY | rows/s | 3.00 "),
                        line -> assertThat(line).startsWith("| micro | COPY | rows/s | 1.00 "));
    }

    private void write(Result... results) throws IOException {
        var machine = new Machine("processor", 2, 1024, "system", "java");
        ResultFile.write(folder, TIME, Map.of(), machine, List.of(results));
    }

    private static Result result(String contest, double... ours) {
        var samples = new Samples(Arrays.stream(ours).boxed().toList());
        var comparison =
                new Comparison(contest, "COPY", "rows/s", Sense.HIGHER, samples, new Samples(List.of(2000.0)), 0.7);
        return new Result(contest, comparison, new Load(1, 2), TIME);
    }
}
