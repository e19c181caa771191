package io.spendstream.cli.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What books say of a model, and how two of them differ. */
class PricesShowCommandTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "show-history, prices show o3 --provider openai --at 2025-06-09",
        "show-own, prices show gpt-4o --provider openai --at 2026-07-01 --book src/test/resources/books/own.yaml",
        "show-deployment, prices show search-prod --provider azure --at 2026-07-01 --book src/test/resources/books/own.yaml",
        "show-before-any-price, prices show gpt-imagined --book src/test/resources/books/dated.yaml --at 2026-01-01",
        "diff-two-books, prices diff src/test/resources/books/dated.yaml src/test/resources/books/redated.yaml"
    })
    void isWhatWasReviewed(String name, String line) {
        CommandRun run = CommandRun.of(line.split(" ", -1));

        assertThat(run.exitCode()).as(run.toString()).isZero();
        Golden.assertMatches("prices/" + name + ".txt", run.out().replaceAll("book 2.*", "book VERSION"));
    }

    @Test
    void aModelNobodyHasPricedIsNotShown() {
        CommandRun run = CommandRun.of("prices", "show", "gpt-unheard-of");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("no price of 'gpt-unheard-of'\n");
    }

    @Test
    void aBookOfOnesOwnDiffersFromTheBundledOneByWhatItSays() {
        CommandRun run = CommandRun.of("prices", "diff", "src/test/resources/books/own.yaml");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "openai gpt-4o, gpt-4o-2024-08-06, gpt-4o-2024-11-20, for team search\n  added from 2026-06-01")
                .contains("    input  2.50 -> 2.25\n")
                .contains("  changed from 2026-01-01T00:00:00Z\n");
    }

    @Test
    void aBookDoesNotDifferFromItself() {
        String book = "src/test/resources/books/own.yaml";

        assertThat(CommandRun.of("prices", "diff", book, book).out())
                .isEqualTo("0 names cost something else or nothing any more, 0 get their first price\n");
    }
}
