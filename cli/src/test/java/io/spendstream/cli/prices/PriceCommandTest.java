package io.spendstream.cli.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Golden;
import io.spendstream.stream.pricing.PriceBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receipts from the bundled book, for calls of a day that is over. */
class PriceCommandTest {
    private static final String OPENAI = "--provider openai --model gpt-4o --at 2026-03-01 ";
    private static final String OWN = "--book src/test/resources/books/own.yaml --at 2026-07-01 ";
    private static final String UNKNOWN = "--provider openai --model gpt-unheard-of --at 2026-03-01 --input 1200";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "unknown-model," + UNKNOWN,
                "unknown-provider,--provider nobody --model gpt-4o --at 2026-03-01 --input 1200",
                "tier-without-a-price," + OPENAI + "--tier flex --input 1200",
                "class-without-a-price," + OPENAI + "--input 1200 --output-audio 3",
                "plain," + OPENAI + "--input 1200 --output 350",
                "cached," + OPENAI + "--input 1200 --cache-read 800 --output 350",
                "true-zero-count," + OPENAI + "--input 1200 --output 0",
                "tier," + OPENAI + "--tier batch --input 1200 --output 350",
                "web-search," + OPENAI + "--input 1200 --web-search 3",
                "cache-writes,--provider anthropic --model claude-sonnet-4-5-20250929 --at 2026-03-01"
                        + " --cache-read 90000 --cache-write-5m 1000 --cache-write-1h 100 --output 600",
                "at-the-long-context-threshold,--provider google --model gemini-2.5-pro --at 2026-03-01 --input 200000",
                "long-context,--provider google --model gemini-2.5-pro --at 2026-03-01 --input 200001 --output 100",
                "before-a-price-change,--provider openai --model o3 --at 2025-06-09T23:59:59Z --input 1000000",
                "after-a-price-change,--provider openai --model o3 --at 2025-06-10 --input 1000000",
                "own-price," + OWN
                        + "--provider openai --model gpt-4o-2024-08-06 --team checkout --input 1200 --output 350",
                "team-price," + OWN + "--provider openai --model gpt-4o --team search --input 1200 --output 350",
                "discount," + OWN
                        + "--provider anthropic --model claude-haiku-4-5 --team search --input 1200 --output 350",
                "deployment," + OWN + "--provider azure --model search-prod --input 1200 --output 350",
                "smaller-than-a-microdollar,--provider openai --model gpt-4.1-nano --at 2026-03-01 --input 1"
            })
    void isWhatWasReviewed(String name, String flags) {
        CommandRun receipt = CommandRun.of(("price " + flags).split(" ", -1));
        CommandRun json = CommandRun.of(("price " + flags + " --json").split(" ", -1));

        assertThat(receipt.exitCode()).as(receipt.toString()).isZero();
        assertThat(json.exitCode()).as(json.toString()).isZero();
        Golden.assertMatches("price/" + name + ".txt", withoutVersion(receipt.out()));
        Golden.assertMatches("price/" + name + ".json", withoutVersion(json.out()));
    }

    @Test
    void unknownIsNeverZero() {
        String json =
                CommandRun.of(("price " + UNKNOWN + " --json").split(" ", -1)).out();

        assertThat(json).contains("\"status\" : \"unpriced\"", "\"cost_exact\" : null", "\"cost\" : null");
    }

    @Test
    void withoutATimeThePriceIsTodays() {
        CommandRun run = CommandRun.of("price --provider openai --model gpt-4o --input 1".split(" ", -1));

        assertThat(run.out()).startsWith("openai gpt-4o at 20").contains("cost 0.00000250000000 USD exactly");
    }

    @Test
    void aLineThatCostsMoreThanTheLedgerHoldsIsRefused() {
        CommandRun run = CommandRun.of("price --provider openai --model gpt-4o --output 999999999999".split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("a line must cost at most 9999.999999 USD");
    }

    /** The book's version is a digest of every price in it, which changes more often than these do. */
    private static String withoutVersion(String text) {
        return text.replace(PriceBook.bundled().version(), "VERSION")
                .replaceAll("2026-11-21.sha256:[0-9a-f]{8}", "VERSION");
    }
}
