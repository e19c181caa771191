package io.spendstream.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.process.Scrape.Sample;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsViewTest {
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");
    private static final MetricsView METRICS = MetricsView.of(new Scrape(List.of(
            sample("ai_requests_total", 6),
            sample("ai_requests_total", 4),
            sample("ai_token_input_total", 1000),
            sample("ai_token_output_total", 120),
            sample("ai_token_credit_total", 20),
            sample("ai_inference_cost_cents_total", 250),
            sample("ai_inference_credit_cents_total", 50))));

    @Test
    void differsFromATableWithOneTokenMoreOrLess() {
        assertThat(METRICS.isBetween(sums(10, 1001, "2"), sums(10, 1001, "2"), TOLERANCE))
                .isFalse();
        assertThat(METRICS.isBetween(sums(10, 999, "2"), sums(10, 999, "2"), TOLERANCE))
                .isFalse();
    }

    @Test
    void differsFromATableWithAMillionthOfADollarMore() {
        assertThat(METRICS.isBetween(sums(10, 1000, "2.000001"), sums(10, 1000, "2.000001"), TOLERANCE))
                .isFalse();
    }

    @Test
    void differsFromATableWithACallMore() {
        assertThat(METRICS.isBetween(sums(11, 1000, "2"), sums(11, 1000, "2"), TOLERANCE))
                .isFalse();
        assertThat(METRICS.isAtLeast(sums(11, 1000, "2"))).isFalse();
    }

    @Test
    void equalsTheTableWhenChargesLessCreditsDo() {
        assertThat(METRICS.isBetween(sums(10, 1000, "2"), sums(10, 1000, "2"), TOLERANCE))
                .isTrue();
        assertThat(METRICS.isAtLeast(sums(10, 1000, "2"))).isTrue();
        assertThat(METRICS).hasToString("10 calls, 1000 prompt + 100 completion tokens, $2");
    }

    @Test
    void liesBetweenATableThatGrowsMeanwhile() {
        assertThat(METRICS.isBetween(sums(9, 900, "1.9"), sums(12, 1200, "2.2"), TOLERANCE))
                .isTrue();
    }

    private static Sample sample(String name, double value) {
        return new Sample(name, "model=\"gpt-4o\"", value);
    }

    private static Table.Sums sums(long calls, long promptTokens, String cost) {
        return new Table.Sums(
                calls, calls, BigDecimal.valueOf(promptTokens), BigDecimal.valueOf(100), new BigDecimal(cost));
    }
}
