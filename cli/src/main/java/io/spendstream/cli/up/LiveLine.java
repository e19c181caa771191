package io.spendstream.cli.up;

import io.spendstream.cli.Terminal;
import io.spendstream.cli.process.Scrape;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * One line that says how much was metered so far: rewritten in place on a terminal, repeated now and then elsewhere.
 * The numbers are what {@code /metrics} shows, which is what is committed in the table. Not thread-safe.
 */
final class LiveLine implements AutoCloseable {
    /** How often the line is rewritten. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final int LINES_APART = 10;
    private static final double CENTS_PER_DOLLAR = 100;

    private final String metricsUrl;
    private final PrintWriter out;
    private final Terminal terminal = Terminal.current();
    private long calls;

    LiveLine(String metricsUrl, PrintWriter out) {
        this.metricsUrl = metricsUrl;
        this.out = out;
    }

    /** Prints the line, if it is time for one. */
    void print() throws InterruptedException {
        if (!terminal.isInteractive() && calls++ % LINES_APART != 0) {
            return;
        }
        String text;
        try {
            text = describe(Scrape.of(metricsUrl));
        } catch (IOException e) {
            text = "not to be had: " + e.getMessage();
        }
        out.print(terminal.isInteractive() ? terminal.rewritten("  " + text) : "  " + text + "\n");
        out.flush();
    }

    private static String describe(Scrape scrape) {
        double cents = scrape.sum("ai_inference_cost_cents_total") - scrape.sum("ai_inference_credit_cents_total");
        double tokens = scrape.sum("ai_token_input_total") + scrape.sum("ai_token_output_total");
        double refused = scrape.sum("ai_events_rejected_total");
        return String.format(
                Locale.ROOT,
                "%s  %,.0f events  %,.0f tokens  $%,.4f  lag %.1f s%s",
                LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS),
                scrape.sum("ai_requests_total"),
                tokens,
                cents / CENTS_PER_DOLLAR,
                scrape.sum("ai_pipeline_lag_seconds"),
                refused > 0 ? String.format(Locale.ROOT, "  %,.0f refused", refused) : "");
    }

    @Override
    public void close() {
        if (terminal.isInteractive()) {
            out.println();
            out.flush();
        }
    }
}
