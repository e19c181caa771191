package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiers, long prompts, hours, dates, and what is not priced. */
class RulesTest {
    private static final PriceBook BOOK = Calls.bookOf("""
            - id: acme/m
              provider: acme
              model: m
              usd_per_million_tokens: {input: 2, cache_read: 0.5, cache_write_5m: 2.5, output: 8}
              usd_per_thousand_units: {web_search: 10}
              long_context: {threshold: 1000, inclusive: false, usd_per_million_tokens: {input: 4, output: 12}}
              tiers:
                batch:
                  usd_per_million_tokens: {input: 1, output: 4}
                  long_context: none
                flex:
                  usd_per_million_tokens: {input: 1.1, output: 4.4}
                  long_context: {threshold: 1000, inclusive: false, usd_per_million_tokens: {}}
            - id: acme/inclusive
              provider: acme
              model: inclusive
              usd_per_million_tokens: {input: 2}
              long_context:
                - {threshold: 1000, inclusive: true, usd_per_million_tokens: {input: 4}}
                - {threshold: 5000, inclusive: true, usd_per_million_tokens: {input: 6}}
            - id: acme/night
              provider: acme
              model: night
              usd_per_million_tokens: {input: 2}
              windows:
                - {name: night, zone: Europe/Berlin, weekdays: [sat], from: "22:00", to: "06:00", usd_per_million_tokens: {input: 1}}
            - id: acme/free
              provider: acme
              model: free
              usd_per_million_tokens: {input: 0, output: 0}
            - {id: acme/dated-snapshot, provider: acme, model: dated-2025-05-05, effective_to: 2026-01-01, usd_per_million_tokens: {input: 9}}
            - {id: acme/dated@1, provider: acme, model: dated, effective_to: 2026-03-01, usd_per_million_tokens: {input: 9}}
            - {id: acme/dated@2, provider: acme, model: dated, effective_from: "2026-03-01T12:00:00Z", usd_per_million_tokens: {input: 3}}
            """);

    private static Pricing price(String model, @Nullable String tier, String counts) {
        return Calls.price(BOOK, new ModelCall("acme", model, null, null, tier), counts, Calls.TODAY);
    }

    private static @Nullable String why(String model, @Nullable String tier, String counts) {
        return Calls.quote(BOOK, new ModelCall("acme", model, null, null, tier), counts, Calls.TODAY)
                .reason();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"standard", "default", "auto", "on_demand", "ON_DEMAND", "On-Demand", "standard_only", "STANDARD"
            })
    void standardHasManySpellings(String tier) {
        assertThat(price("m", tier, "input=100")).isEqualTo(price("m", null, "input=100"));
    }

    @Test
    void chargesTheTierThatWasServed() {
        assertThat(price("m", "batch", "input=100 output=10").cost()).isEqualTo(Money.of("0.00014"));
        assertThat(price("m", "ON_DEMAND_FLEX", "input=100 output=10").cost()).isEqualTo(Money.of("0.000154"));
    }

    @Test
    void neverTakesTheStandardPriceForATierWithoutOne() {
        assertThat(price("m", "priority", "input=100").status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(price("m", "priority", "input=100").priceId()).isEqualTo("acme/m");
        assertThat(why("m", "priority", "input=100")).isEqualTo("no price for tier priority");
        assertThat(why("m", "batch", "input=100 cache_read=1")).isEqualTo("no price for cache_read in tier batch");
    }

    @Test
    void leavesTheWholeLineUnpricedForOneClassWithoutAPrice() {
        Pricing pricing = price("m", null, "input=100 cache_write_1h=1 output=10");

        assertThat(pricing.status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(pricing.cost()).isNull();
        assertThat(pricing.pricedModel()).isEqualTo("m");
        assertThat(why("m", null, "input=100 cache_write_1h=1"))
                .isEqualTo("no price for cache_write_1h in tier standard");
    }

    @Test
    void ignoresAClassThatWasReportedButNotUsed() {
        assertThat(price("m", null, "input=100 cache_write_1h=0 input_audio=0").cost())
                .isEqualTo(Money.of("0.0002"));
    }

    @Test
    void movesTheWholeRequestAboveTheThreshold() {
        assertThat(price("m", null, "input=1000 output=10").cost()).isEqualTo(Money.of("0.00208"));
        assertThat(price("m", null, "input=1001 output=10").cost()).isEqualTo(Money.of("0.004124"));
    }

    @Test
    void countsCachedTokensTowardsTheThreshold() {
        assertThat(why("m", null, "input=500 cache_read=501"))
                .isEqualTo("no price for cache_read in tier standard, long_context > 1000");
        assertThat(price("m", null, "input=500 cache_read=500").status()).isEqualTo(PricingStatus.PRICED);
    }

    @Test
    void knowsThatSomeTiersHaveOnePriceForAllLengthsAndOthersAnUnknownOne() {
        assertThat(price("m", "batch", "input=2000").cost()).isEqualTo(Money.of("0.002"));
        assertThat(price("m", "flex", "input=2000").status()).isEqualTo(PricingStatus.UNPRICED);
    }

    @ParameterizedTest
    @CsvSource({"999, 0.001998", "1000, 0.004", "4999, 0.019996", "5000, 0.03"})
    void takesTheHighestBracketReached(long tokens, String cost) {
        assertThat(price("inclusive", null, "input=" + tokens).cost()).isEqualTo(Money.of(cost));
    }

    @Test
    void chargesUnitsInEveryTierAndLength() {
        assertThat(price("m", null, "input=1 web_search=3").cost()).isEqualTo(Money.of("0.030002"));
        assertThat(price("m", "batch", "input=1 web_search=3").cost()).isEqualTo(Money.of("0.030001"));
        assertThat(price("m", null, "input=2000 web_search=1").cost()).isEqualTo(Money.of("0.018"));
    }

    @ParameterizedTest
    @CsvSource({
        // Berlin is two hours ahead of UTC in summer; the window starts on Saturday only
        "2026-06-13T19:59:59Z, 2", // Saturday 21:59:59
        "2026-06-13T20:00:00Z, 1", // Saturday 22:00
        "2026-06-14T03:59:59Z, 1", // Sunday 05:59:59
        "2026-06-14T04:00:00Z, 2", // Sunday 06:00
        "2026-06-14T21:00:00Z, 2", // Sunday 23:00
        "2026-11-21T21:00:00Z, 1", // Saturday 22:00 in winter
        "2026-11-21T20:59:59Z, 2"
    })
    void chargesTheHoursPriceOnTheClockOfItsZone(String at, String perMillion) {
        Pricing pricing = Calls.price(BOOK, ModelCall.of("acme", "night"), "input=1000000", Instant.parse(at));

        assertThat(pricing.cost()).isEqualTo(Money.of(perMillion));
    }

    @Test
    void callsAModelWhosePricesAreAllZeroFree() {
        assertThat(price("free", null, "input=100").status()).isEqualTo(PricingStatus.FREE);
        assertThat(price("free", null, "input=100").cost()).isEqualTo(Money.ZERO);
        assertThat(price("free", null, "input=100 cache_read=1").status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(price("m", null, "input=0").status()).isEqualTo(PricingStatus.PRICED);
    }

    @Test
    void chargesThePriceOfTheTimeOfTheCall() {
        ModelCall call = ModelCall.of("acme", "dated");

        assertThat(Calls.price(BOOK, call, "input=1", Instant.parse("2026-02-28T23:59:59.999999Z"))
                        .priceId())
                .isEqualTo("acme/dated@1");
        assertThat(Calls.price(BOOK, call, "input=1", Instant.parse("2026-03-01T12:00:00Z"))
                        .priceId())
                .isEqualTo("acme/dated@2");
        Quote inTheGap = Calls.quote(BOOK, call, "input=1", Instant.parse("2026-03-01T06:00:00Z"));
        assertThat(inTheGap.pricing().status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(inTheGap.reason()).isEqualTo("no price for dated at acme at this time: 2026-03-01T06:00:00Z");
    }

    @Test
    void leavesAGapInAKnownNamesHistoryUnpricedRatherThanLookFurther() {
        ModelCall call = ModelCall.of("acme", "dated-2025-05-05");

        assertThat(Calls.price(BOOK, call, "input=1", Instant.parse("2025-12-31T00:00:00Z"))
                        .priceId())
                .isEqualTo("acme/dated-snapshot");
        assertThat(Calls.price(BOOK, call, "input=1", Calls.TODAY).status()).isEqualTo(PricingStatus.UNPRICED);
    }

    @Test
    void callsACallWithoutUsageUnmeteredWhateverTheModel() {
        for (String model : List.of("m", "free", "nobody-knows")) {
            ModelCall call = ModelCall.of("acme", model);
            Pricing missing = BOOK.price(call, null, UsageCounts.none(), UsageStatus.MISSING, Calls.TODAY);
            assertThat(missing.status()).isEqualTo(PricingStatus.UNMETERED);
            assertThat(missing.cost()).isNull();
            assertThat(BOOK.quote(call, null, UsageCounts.none(), UsageStatus.MISSING, Calls.TODAY)
                            .pricing())
                    .isEqualTo(missing);
        }
    }

    @Test
    void pricesWhatAStreamCutShortHasUsedSoFar() {
        assertThat(BOOK.price(
                                ModelCall.of("acme", "m"),
                                null,
                                Calls.counts("input=100"),
                                UsageStatus.PROVISIONAL,
                                Calls.TODAY)
                        .status())
                .isEqualTo(PricingStatus.PRICED);
    }
}
