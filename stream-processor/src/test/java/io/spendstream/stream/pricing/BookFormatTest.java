package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a book must look like, and what is said if it does not. */
class BookFormatTest {
    private static final String HEADER = """
            format: 1
            date: 2026-11-21
            source: a contract
            checked: 2026-11-21
            entries:
            """;

    private static List<Problem> problemsOf(String yaml) {
        PriceBookException e = catchThrowableOfType(PriceBookException.class, () -> Calls.book(yaml));
        assertThat(e).as("the book was accepted").isNotNull();
        assertThat(e.getMessage()).contains(e.problems().get(0).toString());
        return e.problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    id: a/b, provider: a                                                             | needs the field model
                    provider: a, model: b, usd_per_million_tokens: {input: 1}                        | needs the field id
                    id: A/b, provider: a, model: b, usd_per_million_tokens: {input: 1}               | must be at most 200 lower-case
                    id: a/b, provider: A, model: b, usd_per_million_tokens: {input: 1}               | must be written 'a'
                    id: a/b, provider: a, model: B, usd_per_million_tokens: {input: 1}               | the name 'B' must be written 'b'
                    id: a/b, provider: a, model: a/b, usd_per_million_tokens: {input: 1}             | the name 'a/b' must be written 'b'
                    id: a/b, provider: a, model: models/b, usd_per_million_tokens: {input: 1}        | must be written 'b'
                    id: a/b, provider: a, model: b                                                   | needs prices
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {inptu: 1}               | is not a usage class here
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {web_search: 1}          | is not a usage class here
                    id: a/b, provider: a, model: b, usd_per_unit: {input: 1}                         | is not a usage class here
                    id: a/b, provider: a, model: b, usd_per_thousand_tokens: {input: 1}              | is not a field here
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: -1}              | a plain decimal number
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1e3}             | a plain decimal number
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: NaN}             | a plain decimal number
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: "1,5"}           | a plain decimal number
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 10001}           | is the unit right?
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 0.000000001}     | too small
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: null}            | has no value
                    id: a/b, provider: a, model: b, usd_per_million_tokens: 2.50                     | must be an object, not '2.50'
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, checked: yesterday | a date such as
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, effective_from: 2026-13-01 | a date such as
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, effective_from: 2026-02-01, effective_to: 2026-02-01 | must be after effective_from
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, tiers: {standard: {usd_per_million_tokens: {input: 1}}} | the standard tier's prices are the entry's own
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, tiers: {default: {usd_per_million_tokens: {input: 1}}} | the standard tier's prices are the entry's own
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, tiers: {Batch: {usd_per_million_tokens: {input: 1}}} | written as 'batch'
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, tiers: {batch: {discount: 0.5}} | needs the field usd_per_million_tokens
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, long_context: {threshold: 1000, usd_per_million_tokens: {input: 2}} | needs the fields threshold, inclusive
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, long_context: {threshold: 0, inclusive: true, usd_per_million_tokens: {}} | must rise
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, long_context: yes    | must be an object, a list of objects or 'none'
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, long_context: {threshold: 9, inclusive: true, usd_per_million_tokens: {}}, tiers: {batch: {usd_per_million_tokens: {input: 1}}} | needs the field long_context
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, windows: [{name: w, zone: Mars/Base, from: "09:00", to: "10:00", usd_per_million_tokens: {input: 1}}] | a time zone such as
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, windows: [{name: w, zone: UTC, from: "9 am", to: "10:00", usd_per_million_tokens: {input: 1}}] | a time such as
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, windows: [{name: w, zone: UTC, weekdays: [monday], from: "09:00", to: "10:00", usd_per_million_tokens: {input: 1}}] | must be of mon
                    id: a/b, provider: a, model: b, usd_per_million_tokens: {input: 1}, windows: [{name: v, zone: UTC, from: "22:00", to: "02:00", usd_per_million_tokens: {input: 1}}, {name: w, zone: UTC, from: "01:00", to: "03:00", usd_per_million_tokens: {input: 1}}] | must not overlap
                    id: a/b, provider: a, model: b, aliases: [{name: c, effective_to: 2020-01-01}], effective_from: 2026-01-01, usd_per_million_tokens: {input: 1} | is never in force
                    id: a/b, provider: a, model: b, usd_per_unit: {web_search: 1}, usd_per_thousand_units: {web_search: 1} | has a price per unit as well
                    """)
    void saysWhatIsWrongWithAnEntry(String entry, String message) {
        assertThat(problemsOf(HEADER + "  - {" + entry + "}\n"))
                .anySatisfy(problem -> assertThat(problem.message()).contains(message))
                .allSatisfy(problem -> {
                    assertThat(problem.line()).isEqualTo(6);
                    assertThat(problem.file()).endsWith("book.yaml");
                });
    }

    @Test
    void saysEverythingThatIsWrongAtOnceWithFileLineAndField() {
        List<Problem> problems = problemsOf("""
                format: 2
                date: 2026-11-21
                souce: nowhere
                checked: 2026-11-21
                entries:
                  - id: a/one
                    provider: a
                    model: one
                    source: somewhere
                    usd_per_million_tokens:
                      input: 1
                      outptu: 2
                  - id: a/one
                    provider: a
                    model: one
                    source: somewhere
                    usd_per_million_tokens: {input: two}
                """);

        assertThat(problems)
                .extracting(Problem::line, Problem::field)
                .contains(
                        tuple(1, "format"),
                        tuple(3, "souce"),
                        tuple(12, "entries[0].usd_per_million_tokens.outptu"),
                        tuple(13, "entries[1].id"),
                        tuple(17, "entries[1].usd_per_million_tokens.input"));
        assertThat(problems).isSortedAccordingTo(Comparator.comparingInt(Problem::line));
        assertThat(problems.get(0).toString()).endsWith("book.yaml:1: format: must be 1: '2'");
    }

    @Test
    void refusesTwoEntriesThatClaimOneNameAtOneTime() {
        List<Problem> problems = problemsOf(HEADER + """
                  - {id: a/one, provider: a, model: one, aliases: [uno], usd_per_million_tokens: {input: 1}}
                  - {id: a/two, provider: a, model: two, aliases: [uno], effective_from: 2026-01-01, usd_per_million_tokens: {input: 2}}
                """);

        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("the name 'uno' leads to a/one and to a/two at the same time"));
    }

    @Test
    void acceptsTwoEntriesThatTakeANameInTurn() {
        PriceBook book = Calls.book(HEADER + """
                  - {id: a/one, provider: a, model: one, effective_to: 2026-01-01, usd_per_million_tokens: {input: 1}}
                  - {id: a/two, provider: a, model: one, effective_from: 2026-01-01, usd_per_million_tokens: {input: 2}}
                """);

        assertThat(book.models()).containsExactly("one");
        assertThat(book.origins()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'entries: ['                          | not well-formed
                    'just a text'                         | must be an object
                    '[1, 2]'                              | must be an object
                    ''                                    | must be an object
                    'format: 1'                           | needs the field date
                    'entries: &x []'                      | anchors and aliases
                    '{entries: &x [], providers: *x}'     | anchors and aliases
                    '{format: 1, format: 1}'              | stands twice
                    """)
    void refusesWhatIsNotABook(String yaml, String message) {
        assertThat(problemsOf(yaml))
                .anySatisfy(problem -> assertThat(problem.message()).contains(message));
    }

    @Test
    void refusesAFileThatIsNotThere(@TempDir Path folder) {
        assertThatThrownBy(() -> PriceBook.load(folder.resolve("nowhere.yaml")))
                .isInstanceOf(PriceBookException.class)
                .hasMessageContaining("nowhere.yaml: cannot be read");
        assertThatThrownBy(() -> PriceBook.load(folder))
                .isInstanceOf(PriceBookException.class)
                .hasMessageContaining("has no .yaml, .yml or .json file");
    }

    @Test
    void readsAFolderAsOneBook(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("one.yaml"),
                HEADER + "  - {id: a/one, provider: a, model: one, usd_per_million_tokens: {input: 1}}\n");
        Files.writeString(folder.resolve("two.json"), """
                {"format": 1, "date": "2026-12-01", "entries": [
                  {"id": "a/two", "provider": "a", "model": "two", "source": "s", "checked": "2026-12-01",
                   "usd_per_million_tokens": {"input": 0.10}}
                ]}
                """);

        PriceBook book = PriceBook.load(folder);

        assertThat(book.models()).containsExactlyInAnyOrder("one", "two");
        assertThat(book.version()).startsWith("2026-12-01+sha256:");
    }

    @Test
    void letsOwnPricesStandBeforeTheBundledOnes() {
        PriceBook own = Calls.book("""
                format: 1
                date: 2026-11-21
                extends: bundled
                source: framework agreement 4711
                checked: 2026-11-01
                entries:
                  - id: own/gpt-4o
                    provider: openai
                    model: gpt-4o
                    aliases: [house-model]
                    effective_from: 2026-06-01
                    usd_per_million_tokens: {input: 2.00, cache_read: 1.00, output: 8.00}
                """);

        ModelCall call = ModelCall.of("openai", "gpt-4o");
        assertThat(Calls.price(own, call, "input=1000000", Calls.TODAY).cost()).isEqualTo(Money.of("2"));
        assertThat(Calls.price(own, call, "input=1000000", Instant.parse("2026-05-31T00:00:00Z"))
                        .priceId())
                .isEqualTo("openai/gpt-4o");
        assertThat(Calls.price(own, ModelCall.of("openai", "house-model"), "input=1", Calls.TODAY)
                        .priceId())
                .isEqualTo("own/gpt-4o");
        // the snapshot has an exact entry below, and an exact name is surer than a stripped one
        assertThat(Calls.price(own, ModelCall.of("openai", "gpt-4o-2024-05-13"), "input=1", Calls.TODAY)
                        .priceId())
                .isEqualTo("openai/gpt-4o-2024-05-13");
        assertThat(Calls.price(own, ModelCall.of("anthropic", "claude-sonnet-4-5"), "input=1", Calls.TODAY)
                        .priceId())
                .isEqualTo("anthropic/claude-sonnet-4-5");
        assertThat(own.models()).containsAll(PriceBook.bundled().models());
        assertThat(own.version()).isNotEqualTo(PriceBook.bundled().version());
    }

    @Test
    void warnsOfPricesThatLookLikeASlip() {
        PriceBook book = Calls.book("""
                format: 1
                date: 2026-11-21
                extends: bundled
                source: a guess
                checked: 2026-11-21
                entries:
                  - {id: own/a, provider: openai, model: gpt-4o, usd_per_million_tokens: {input: 0.0025, output: 10}}
                  - {id: own/b, provider: acme, model: b, usd_per_million_tokens: {input: 1, cache_read: 2}}
                  - {id: own/c, provider: acme, model: c, usd_per_million_tokens: {input: 1, cache_write_1h: 1.25}}
                  - {id: own/d, provider: acme, model: d, usd_per_million_tokens: {input: 500}}
                  - {id: own/e, provider: acme, model: e, usd_per_million_tokens: {input: 1}, tiers: {batch: {usd_per_million_tokens: {input: 2}}}}
                  - {id: own/f, provider: acme, model: f, usd_per_million_tokens: {input: 0.08333333333333334}}
                """);

        assertThat(book.warnings())
                .extracting(Problem::line, Problem::message)
                .contains(
                        tuple(7, "input is 1000 times off the bundled book's price; prices are USD per million tokens"),
                        tuple(8, "cache_read is above input, but reading a cache is what saves money"),
                        tuple(9, "cache_write_1h is not twice input, as it is everywhere it is sold"),
                        tuple(10, "input is unusual; prices are USD per million tokens"),
                        tuple(11, "input looks swapped with the standard tier's price"),
                        tuple(12, "has more than 8 decimals and was rounded once, to 0.08333333"));
    }
}
