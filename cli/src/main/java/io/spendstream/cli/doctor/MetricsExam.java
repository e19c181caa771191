package io.spendstream.cli.doctor;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.process.Scrape;
import java.io.IOException;
import java.util.Locale;

/** Do the processes serve metrics, and does the pipeline keep up? */
final class MetricsExam {
    private static final double LAG_SECONDS_MAX = 60;
    private static final String LAG = "ai_pipeline_lag_seconds";

    private final Connection connection;

    MetricsExam(Connection connection) {
        this.connection = connection;
    }

    Finding examine() throws InterruptedException {
        String url = connection.metricsUrl().orElse("");
        if (url.isEmpty()) {
            return Finding.wrong("lag", "not known", "give --metrics-url, such as http://localhost:9464/metrics");
        }
        try {
            Scrape scrape = Scrape.of(url);
            double lag = scrape.sum(LAG);
            if (!scrape.has(LAG)) {
                return Finding.wrong("lag", url + " has no " + LAG, "name the sink's /metrics too");
            }
            String found = String.format(Locale.ROOT, "%.1f s", lag);
            return lag <= LAG_SECONDS_MAX
                    ? Finding.ok("lag", found)
                    : Finding.wrong("lag", found, "look at the sink's log; add sinks if PostgreSQL keeps up");
        } catch (IOException e) {
            return Finding.wrong(
                    "lag",
                    "%s does not answer: %s".formatted(url, e.getMessage()),
                    "start the sink, or correct --metrics-url");
        }
    }
}
