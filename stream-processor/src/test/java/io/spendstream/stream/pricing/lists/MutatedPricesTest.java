package io.spendstream.stream.pricing.lists;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceBookException;
import io.spendstream.testkit.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Price files and public lists with something wrong in them: they are read or refused as they say, and a price that is
 * not there is never taken for none. {@code -Dfuzz.seed=S -Dfuzz.cases=N} tries others, or more.
 */
final class MutatedPricesTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int BOOKS = Integer.getInteger("fuzz.cases", 6_000);
    private static final int LISTS = Integer.getInteger("fuzz.cases", 300);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final ModelCall CALL = ModelCall.of("acme", "atlas");

    /** A book in which nothing is free, whose every part a mutation may meet. */
    private static final String BOOK = """
            format: 1
            date: 2026-11-21
            source: https://acme.example/prices
            checked: 2026-11-21
            entries:
              - id: acme/atlas
                provider: acme
                model: atlas
                aliases: [atlas-latest]
                effective_from: 2026-01-01
                usd_per_million_tokens: {input: 2.50, cache_read: 0.25, output: 10.00}
                usd_per_thousand_units: {web_search: 10}
                long_context: {threshold: 200000, inclusive: false, usd_per_million_tokens: {input: 5, output: 15}}
                tiers:
                  priority: {usd_per_million_tokens: {input: 5.00, output: 20.00}, long_context: none}
            discounts:
              - id: own/care
                provider: acme
                teams: [care]
                percent: 10
            """;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a hang is a failure; slow is not
    void aBookIsReadOrRefusedAndNeverGivesAnythingAway() {
        var mutations = new Mutations(SEED);
        int read = 0;
        for (int i = 0; i < BOOKS; i++) {
            String text = mutations.of(BOOK);
            try {
                PriceBook book = PriceBook.of(Map.of("book.yaml", text));
                requireNothingForNothing(book, text, i);
                read++;
            } catch (PriceBookException e) {
                assertThat(e.getMessage()).as("seed %d, case %d", SEED, i).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed %d, case %d: %s".formatted(SEED, i, shown(text)), e);
            }
        }

        LoggerFactory.getLogger(MutatedPricesTest.class)
                .info("{} damaged books from seed {}, {} still a book", BOOKS, SEED, read);
        assertThat(read).as("seed %d: books", SEED).isBetween(BOOKS / 50, BOOKS);
    }

    private static void requireNothingForNothing(PriceBook book, String text, int i) {
        UsageCounts usage = UsageCounts.of(1_000_000, 1_000_000);
        Pricing pricing = book.price(CALL, null, usage, UsageStatus.FINAL, NOON);
        boolean isSaidToBeFree =
                text.contains("0}") || text.contains("0,") || text.contains(": 0") || text.contains(":0");
        Money cost = pricing.cost();
        assertThat(cost != null && cost.signum() <= 0 && !isSaidToBeFree)
                .as("seed %d, case %d: costs %s by%n%s", SEED, i, cost, shown(text))
                .isFalse();
        assertThat(pricing.status().hasCost()).isEqualTo(cost != null);
        assertThat(pricing.status() == PricingStatus.FREE && !isSaidToBeFree).isFalse();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aPublicListIsReadOrRefused() throws IOException {
        var mutations = new Mutations(SEED);
        PriceBook book = PriceBook.bundled();
        Map<ListFormat, String> lists = Map.of(
                ListFormat.LITELLM, Files.readString(Path.of("src/test/resources/lists/litellm.json")),
                ListFormat.GENAI_PRICES, Files.readString(Path.of("src/test/resources/lists/genai.json")));
        int read = 0;
        for (int i = 0; i < LISTS; i++) {
            ListFormat format = mutations.pick(List.of(ListFormat.values()));
            String text = mutations.of(requireNonNull(lists.get(format)));
            try {
                ListImport.Result result = ListImport.of(format.read(text, book), null, NOON);
                PriceBook.of(Map.of("list.yaml", result.text()));
                read++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as("seed %d, case %d", SEED, i).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed %d, case %d, %s".formatted(SEED, i, format), e);
            }
        }

        LoggerFactory.getLogger(MutatedPricesTest.class)
                .info("{} damaged lists from seed {}, {} still a list", LISTS, SEED, read);
    }

    private static String shown(String text) {
        return text.length() > 3000 ? text.substring(0, 3000) + "…" : text;
    }
}
