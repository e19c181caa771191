package io.spendstream.stream.pricing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The book that ships: its figures against public ones, and the rules every entry keeps. */
class BundledBookTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    @ParameterizedTest(name = "{0} {1} {2} at {3}")
    @CsvFileSource(resources = "/pricing/published-prices.csv", numLinesToSkip = 1, maxCharsPerColumn = 500)
    void hasThePublishedPrices(String provider, String model, String tier, Instant at, String prices) {
        ModelCall call = new ModelCall(provider, model, null, null, tier);
        for (String pair : prices.strip().split("\\s+", -1)) {
            String[] parts = pair.split("=", -1);
            UsageClass usageClass = UsageClass.of(parts[0]).orElseThrow();
            BigDecimal price = new BigDecimal(parts[1]);
            long count = usageClass.isTokens() ? 100_000 : 1_000; // short of every long-context threshold
            BigDecimal expected = usageClass.isTokens() ? price.movePointLeft(1) : price;

            Quote quote = BOOK.quote(call, null, Calls.counts(Map.of(usageClass, count)), UsageStatus.FINAL, at);

            assertThat(quote.reason()).isNull();
            assertThat(quote.pricing().cost()).as(usageClass.wireName()).isEqualTo(Money.of(expected));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(resources = "/pricing/stated-costs.csv", numLinesToSkip = 1, maxCharsPerColumn = 500)
    void reproducesWhatOthersSayRealCallsCost(
            String provider, String model, String tier, Instant at, String counts, String cost) {
        Quote quote = Calls.quote(BOOK, new ModelCall(provider, model, null, null, tier), counts, at);

        assertThat(quote.reason()).isNull();
        assertThat(quote.pricing().cost()).isEqualTo(Money.of(cost));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-5.4, 271999, 2.50",
        "openai, gpt-5.4, 272000, 5.00",
        "openai, gpt-6-sol, 272000, 2.00",
        "openai, gpt-6-sol, 272001, 4.00",
        "google, gemini-2.5-pro, 200000, 1.25",
        "google, gemini-2.5-pro, 200001, 2.50",
        "xai, grok-4.3, 199999, 1.25",
        "xai, grok-4.3, 200000, 2.50",
        "anthropic, claude-sonnet-4-5, 200000, 3.00",
        "anthropic, claude-sonnet-4-5, 200001, 6.00",
        "anthropic, claude-sonnet-4-6, 900000, 3.00",
        "anthropic, claude-haiku-4-5, 200001, 1.00",
        "anthropic, claude-haiku-5-5, 100000, 0.10",
        "anthropic, claude-haiku-5-5, 100001, 0.50",
        "alibaba, qwen3-max, 32001, 2.40",
        "alibaba, qwen3-max, 128001, 3.00"
    })
    void drawsTheLineForLongPromptsWhereTheProviderDoes(String provider, String model, long tokens, String price) {
        Quote quote = Calls.quote(BOOK, ModelCall.of(provider, model), "input=" + tokens, Calls.TODAY);

        assertThat(quote.lines()).hasSize(1);
        assertThat(quote.lines().get(0).unitPrice()).isEqualByComparingTo(price);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-16T15:59:59Z, 0.14, base",
        "2026-08-16T16:00:00Z, 0.22, base",
        "2026-08-17T01:00:00Z, 0.44, window peak", // Monday 09:00 in Beijing
        "2026-08-22T01:00:00Z, 0.44, window peak", // Saturday, still a working day to the price list
        "2026-08-29T01:00:00Z, 0.22, base", // Saturday
        "2026-09-11T03:59:59Z, 0.30, window peak", // Friday 11:59:59
        "2026-09-11T04:00:00Z, 0.15, base", // Friday 12:00
        "2026-09-11T16:00:00Z, 0.15, base",
        "2026-11-23T09:59:59Z, 0.30, window peak" // Monday 17:59:59
    })
    void followsDeepSeekThroughItsDaysAndHours(Instant at, String price, String rule) {
        Quote quote = Calls.quote(BOOK, ModelCall.of("deepseek", "deepseek-v4-flash"), "input=1000", at);

        assertThat(quote.lines().get(0).unitPrice()).isEqualByComparingTo(price);
        assertThat(quote.rule()).isEqualTo(rule);
    }

    @Test
    void leadsEveryNameBackToItsEntryThroughoutItsTime() {
        for (PriceEntry entry : BOOK.entries()) {
            for (PriceEntry.Name name : entry.names()) {
                ModelCall call = ModelCall.of(entry.origin().provider(), name.text());
                Claim first = requireNonNull(BOOK.names().find(call, null, name.from()), name.text());
                Instant end = name.to().minus(Duration.ofNanos(1));
                Claim last = requireNonNull(BOOK.names().find(call, null, end), name.text());
                assertThat(first.entry()).as(name.text()).isSameAs(entry);
                assertThat(last.entry()).as(name.text()).isSameAs(entry);
                assertThat(first.kind()).as(name.text()).isEqualTo(name.kind());
            }
        }
    }

    @Test
    void givesManyThreadsTheSamePrices() {
        PriceBook fresh = Calls.book("format: 1\ndate: 2026-11-21\nextends: bundled\nentries: []\n");
        List<ModelCall> calls = BOOK.entries().stream()
                .flatMap(entry -> entry.names().stream()
                        .map(name -> ModelCall.of(entry.origin().provider(), name.text())))
                .toList();

        List<Pricing> alone = calls.stream().map(call -> price(BOOK, call)).toList();
        List<Pricing> together =
                calls.parallelStream().map(call -> price(fresh, call)).toList();

        assertThat(together).isEqualTo(alone);
    }

    private static Pricing price(PriceBook book, ModelCall call) {
        Pricing pricing = Calls.price(book, call, "input=1000 output=100", Calls.TODAY);
        // the copy has a version of its own
        return new Pricing(
                pricing.status(), pricing.cost(), pricing.pricedModel(), pricing.priceId(), pricing.match(), null);
    }

    @Test
    void hasNothingWorthASecondLook() {
        assertThat(BOOK.warnings()).isEmpty();
    }

    @Test
    void saysWhereEachPriceComesFrom() {
        assertThat(BOOK.origins()).allSatisfy(origin -> {
            assertThat(URI.create(origin.source()).getScheme()).isEqualTo("https");
            assertThat(origin.checked()).isBeforeOrEqualTo("2026-11-21");
        });
    }

    @Test
    void coversTheModelsAndPlatformsPeopleUse() {
        assertThat(BOOK.models()).hasSizeGreaterThan(300).contains("gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro");
        assertThat(BOOK.origins().stream().map(PriceOrigin::provider).collect(Collectors.toSet()))
                .hasSizeGreaterThanOrEqualTo(18);
    }

    @Test
    void readsEveryFileThatShips() throws IOException, URISyntaxException {
        URI folder = BundledBookTest.class.getResource("/prices/openai.yaml").toURI();
        try (Stream<Path> files = Files.list(Path.of(folder).getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrderElementsOf(BookFiles.BUNDLED);
        }
    }

    @Test
    void hasOneVersionHoweverOftenItIsRead() {
        assertThat(BOOK.version()).matches("2026-11-21\\+sha256:[0-9a-f]{8}");
        assertThat(BookReader.read(BookFiles.bundled(), null).version()).isEqualTo(BOOK.version());
    }
}
