package io.spendstream.cli.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
    @Test
    void tellsMetricsFromFunctionsLabelsDurationsAndKeywords() {
        PromQl names = PromQl.of(
                "topk(10, sum by (model, team) (rate(a_total{model=~\"x|by\"}[5m])) > 0) * 1e4"
                        + " / on (budget) group_left (zone) (max_over_time(b:c:rate1h[7d] offset 1h) >= bool 0.8) and d or Inf");

        assertThat(names.metrics()).containsExactly("a_total", "b:c:rate1h", "d");
        assertThat(names.selectors()).containsExactly("a_total{model=~\"x|by\"}", "b:c:rate1h", "d");
        assertThat(names.labels()).containsExactly("budget", "model", "team", "zone");
    }

    @Test
    void readsMatchersOfAMetricThatStandsAlone() {
        assertThat(PromQl.of("up{job=\"a\"} == 0 or absent(b)").selectors()).containsExactly("up{job=\"a\"}", "b");
    }
}
