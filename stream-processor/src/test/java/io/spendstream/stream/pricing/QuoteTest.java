package io.spendstream.stream.pricing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A quote tells a person everything that is needed to work the cost out again. */
class QuoteTest {
    private static final PriceBook BOOK = Calls.bookOf("""
            - id: acme/m@2026
              provider: acme
              model: m
              aliases: [m-latest]
              effective_from: 2026-01-01
              usd_per_million_tokens: {input: 3, cache_read: 0.30, cache_write_1h: 6, output: 15}
              usd_per_thousand_units: {web_search: 10}
              long_context: {threshold: 200000, inclusive: false, usd_per_million_tokens: {input: 6, cache_read: 0.60, cache_write_1h: 12, output: 22.50}}
              tiers:
                batch: {usd_per_million_tokens: {input: 1.50, output: 7.50}, long_context: none}
              source: https://example.com/prices
            """);

    @Test
    void addsUpLineByLine() {
        String counts = "input=2000 cache_read=250000 cache_write_1h=1200 output=600 reasoning=1400 web_search=2";

        Quote quote = Calls.quote(BOOK, ModelCall.of("acme", "m-latest"), counts, Calls.TODAY);

        assertThat(quote.lines())
                .extracting(
                        line -> line.usageClass().wireName(),
                        QuoteLine::count,
                        line -> line.unitPrice().toPlainString(),
                        line -> line.amount().toString())
                .containsExactly(
                        tuple("input", 2000L, "6.00", "0.01200000000000"),
                        tuple("cache_read", 250000L, "0.60", "0.15000000000000"),
                        tuple("cache_write_1h", 1200L, "12.00", "0.01440000000000"),
                        tuple("output", 600L, "22.50", "0.01350000000000"),
                        tuple("reasoning", 1400L, "22.50", "0.03150000000000"),
                        tuple("web_search", 2L, "0.01", "0.02000000000000"));
        BigDecimal sum = quote.lines().stream()
                .map(line -> line.amount().toBigDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(quote.pricing().cost()).isEqualTo(Money.of(sum)).isEqualTo(Money.of("0.2414"));
    }

    @Test
    void namesTheEntryTheMatchAndTheRule() {
        Quote quote = Calls.quote(BOOK, ModelCall.of("acme", "m-latest"), "input=200001", Calls.TODAY);

        PriceOrigin origin = requireNonNull(quote.origin());
        assertThat(origin.priceId())
                .isEqualTo("acme/m@2026")
                .isEqualTo(quote.pricing().priceId());
        assertThat(origin.effectiveFrom()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(origin.source()).isEqualTo("https://example.com/prices");
        assertThat(quote.pricing().match()).isEqualTo("alias");
        assertThat(quote.rule()).isEqualTo("long_context > 200000");
        assertThat(quote.tier()).isEqualTo("standard");
    }

    @Test
    void saysWhyThereIsNoCost() {
        ModelCall call = new ModelCall("acme", "m", null, null, "batch");

        Quote quote = Calls.quote(BOOK, call, "input=10 cache_write_1h=5", Calls.TODAY);

        assertThat(quote.reason()).isEqualTo("no price for cache_write_1h in tier batch");
        assertThat(quote.lines()).isEmpty();
        assertThat(quote.origin()).isNotNull();
    }

    @Test
    void hasNoEntryForAModelNobodyHasPriced() {
        Quote quote = Calls.quote(BOOK, ModelCall.of("acme", "m2"), "input=10", Instant.parse("2026-05-01T00:00:00Z"));

        assertThat(quote.reason()).isEqualTo("no price for m2 at acme");
        assertThat(quote.origin()).isNull();
    }
}
