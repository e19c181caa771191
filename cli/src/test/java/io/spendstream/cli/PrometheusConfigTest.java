package io.spendstream.cli;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PrometheusConfigTest {
    @Test
    void prometheusAcceptsTheFileWeShip() throws IOException, InterruptedException {
        Promtool.assertContent("", "check", "config", "prometheus.yml");
    }
}
