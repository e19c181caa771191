package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.ModelCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiptTest {
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
    void addsUpForAPersonToRecompute() throws IOException {
        ModelCall call = ModelCall.of("acme", "m-latest");
        String counts = "input=2000 cache_read=250000 cache_write_1h=1200 output=600 reasoning=1400 web_search=2";

        String receipt = Calls.quote(BOOK, call, counts, Calls.TODAY).receipt();

        assertThat(receipt + "\n").isEqualTo(golden("receipt-priced.txt"));
    }

    @Test
    void saysWhyThereIsNoCost() throws IOException {
        ModelCall call = new ModelCall("acme", "m", null, null, "batch");

        String receipt = Calls.quote(BOOK, call, "input=10 cache_write_1h=5", Calls.TODAY)
                .receipt();

        assertThat(receipt + "\n").isEqualTo(golden("receipt-unpriced.txt"));
    }

    @Test
    void isShortForAModelNobodyHasPriced() {
        String receipt = Calls.quote(
                        BOOK, ModelCall.of("acme", "m2"), "input=10", Instant.parse("2026-05-01T00:00:00Z"))
                .receipt();

        assertThat(receipt).startsWith("unpriced: no price for m2 at acme\n").hasLineCount(3);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ReceiptTest.class.getResourceAsStream("/pricing/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
