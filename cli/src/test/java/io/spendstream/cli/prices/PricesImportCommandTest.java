package io.spendstream.cli.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public lists, as small ones written for these tests, become book files. */
class PricesImportCommandTest {
    private static final String LISTS = "../stream-processor/src/test/resources/lists/";

    @TempDir
    private Path folder;

    private CommandRun run(String format, String list, String... more) {
        String line = "prices import --format %s %s%s".formatted(format, LISTS, list);
        return CommandRun.of((line + " " + String.join(" ", more)).strip().split(" ", -1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"litellm, litellm.json", "genai-prices, genai.json"})
    void isWhatWasReviewed(String format, String list) throws IOException {
        Path book = folder.resolve("list.yaml");

        CommandRun run = run(format, list, "-o", book.toString(), "--effective-from", "2026-10-01");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        Golden.assertMatches(
                "prices/import-" + format + ".txt", run.out().replace(folder + "/", "") + "--\n" + run.err());
        Golden.assertMatches("prices/import-" + format + ".yaml", Files.readString(book));
        assertThat(CommandRun.of("prices", "check", book.toString()).exitCode()).isZero();
    }

    @Test
    void goesOnWithTheBookThatIsThere() throws IOException {
        Path book = folder.resolve("list.yaml");
        run("litellm", "litellm.json", "-o", book.toString());

        CommandRun second = run("litellm", "litellm-later.json", "-o", book.toString());

        assertThat(second.exitCode()).as(second.toString()).isZero();
        Golden.assertMatches("prices/import-again.txt", second.out().replace(folder + "/", ""));
        Golden.assertMatches("prices/import-again.yaml", Files.readString(book));
    }

    @Test
    void writesNothingUnlessAsked() throws IOException {
        Path report = folder.resolve("quarantine.txt");

        CommandRun run = run("litellm", "litellm.json", "--quarantine", report.toString());

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("nothing was written; -o FILE writes the book\n");
        assertThat(report).content().contains("not taken wandb/imagined-120b: input of 15000 USD per million tokens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prices import --format csv ../stream-processor/src/test/resources/lists/litellm.json | must be litellm or genai-prices: csv
            prices import --format litellm ../stream-processor/src/test/resources/lists/genai.json | is no LiteLLM price map
            prices import --format genai-prices ../stream-processor/src/test/resources/lists/litellm.json | is no genai-prices list
            prices import --format litellm ../stream-processor/src/test/resources/lists/litellm.json -o src/test/resources/books/own.yaml | it has no 'layer: list'
            """)
    void saysWhatIsWrong(String line, String message) {
        CommandRun run = CommandRun.of(line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
