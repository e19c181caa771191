package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A region that costs so many times as much is part of an entry, and a price of its own. */
class RegionTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static final String HEADER = """
            format: 1
            date: 2026-11-21
            source: https://example.com/prices
            checked: 2026-11-21
            providers: [{name: cloud}]
            entries:
            """;

    private static final PriceBook BOOK = Calls.book(HEADER + """
              - id: cloud/m
                provider: cloud
                model: m
                aliases: [m-latest]
                prefixes: ["global."]
                regions:
                  - {name: regional, prefixes: ["", "eu."], multiplier: 1.1}
                  - {name: outpost, prefixes: ["moon."], multiplier: 0.333}
                usd_per_million_tokens: {input: 3, output: 10.00000001}
                tiers:
                  batch: {usd_per_million_tokens: {input: 1.5, output: 5}}
            """);

    private static Pricing price(String model, String tier, String counts) {
        ModelCall call = new ModelCall("cloud", model, null, null, tier);
        return BOOK.price(call, null, Calls.counts(counts), UsageStatus.FINAL, NOON);
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "global.m,        standard, cloud/m,          3",
        "m,               standard, cloud/m*regional, 3.3",
        "eu.m,            standard, cloud/m*regional, 3.3",
        "eu.m-latest,     standard, cloud/m*regional, 3.3",
        "moon.m,          standard, cloud/m*outpost,  0.999",
        "global.m-latest, batch,    cloud/m,          1.5",
        "eu.m,            batch,    cloud/m*regional, 1.65",
    })
    void everyTierAndNameOfARegionCostsTheMultiple(String model, String tier, String priceId, String dollars) {
        Pricing pricing = price(model, tier, "input=1000000");

        assertThat(pricing.priceId()).isEqualTo(priceId);
        assertThat(pricing.cost()).isEqualTo(Money.of(dollars));
    }

    @Test
    void aPriceTooFineForOneTokenIsRoundedOnceWhenTheBookIsReadAndThatIsSaid() {
        // 10.00000001 USD a million is 1,000,000,001 units of 10^-14 USD a token; times 1.1 it ends in .1
        assertThat(price("eu.m", "standard", "output=1").cost()).isEqualTo(Money.ofUnits(1_100_000_001L));
        assertThat(BOOK.warnings().toString())
                .contains("regions[0].multiplier", "more than 14 decimals per token; each was rounded once");
    }

    @Test
    void aRegionNobodyNamedHasNoPrice() {
        assertThat(price("us.m", "standard", "input=1").cost()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: eu, multiplier: 1.1}                      | regions[0]: needs the field prefixes",
                "{name: eu, prefixes: [eu.]}                      | regions[0]: needs the field multiplier",
                "{name: eu, prefixes: [eu.], multiplier: 0}       | regions[0].multiplier: must be above 0 and at most 10: 0",
                "{name: eu, prefixes: [eu.], multiplier: 11}      | regions[0].multiplier: must be above 0 and at most 10: 11",
                "{prefixes: [eu.], multiplier: 1.1}               | regions[0]: needs the field name",
                "{name: eu, prefixes: [''], multiplier: 1.1}      | the name 'm' leads to cloud/m and to cloud/m*eu at the same time",
                "{name: eu, prefixes: [eu.], multiplier: 1, a: b} | regions[0].a: ",
            })
    void whatIsWrongWithARegionIsNamedWithItsField(String region, String complaint) {
        String text = HEADER + """
                  - {id: cloud/m, provider: cloud, model: m, regions: [%s], usd_per_million_tokens: {input: 3}}
                """.formatted(region.strip());

        PriceBookException refused = catchThrowableOfType(PriceBookException.class, () -> Calls.book(text));

        assertThat(refused.problems().toString()).contains(complaint.strip());
    }
}
