package io.spendstream.cli.reconcile;

import io.spendstream.cli.process.Scrape;
import io.spendstream.sink.recount.Difference;
import io.spendstream.sink.recount.Difference.Figure;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.SpendSums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /metrics} says of each model, held against the counters in PostgreSQL before and after it was asked. A cost
 * there is a floating-point number: it must be within a billionth.
 */
final class MetricsComparison {
    /** The metric without which a process shows no counters. */
    static final String REQUESTS = "ai_requests_total";

    private static final String CREDIT = "ai_token_credit_total";
    private static final Pattern MODEL = Pattern.compile("(?:^|,)model=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");
    private static final int CENTS = 2;

    private MetricsComparison() {}

    static View of(Scrape scrape, Map<String, SpendSums> before, Map<String, SpendSums> after) {
        Set<String> models = new TreeSet<>(after.keySet());
        scrape.samples().stream()
                .filter(sample -> sample.name().equals(REQUESTS))
                .forEach(sample -> models.add(modelOf(sample.labels())));
        Difference first = null;
        long different = 0;
        BigDecimal calls = BigDecimal.ZERO;
        BigDecimal input = BigDecimal.ZERO;
        BigDecimal output = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        for (String model : models) {
            var shown = new Shown(scrape, model);
            SpendSums low = before.getOrDefault(model, SpendSums.ZERO);
            List<Figure> figures = shown.figures(low, after.getOrDefault(model, low));
            if (!figures.isEmpty()) {
                different++;
                first = first == null ? new Difference("model " + model, figures) : first;
            }
            calls = calls.add(shown.calls);
            input = input.add(shown.input);
            output = output.add(shown.output);
            cost = cost.add(shown.cost);
        }
        var sums = new SpendSums(
                calls.longValue(), 0, input.longValue(), output.longValue(), 0, 0, 0, cost.stripTrailingZeros());
        return new View("/metrics", sums, models.size(), different, first, "costs there are floating-point numbers");
    }

    private static String modelOf(String labels) {
        Matcher matcher = MODEL.matcher(labels);
        return matcher.find()
                ? matcher.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\")
                : "";
    }

    /** What is shown of one model. */
    private static final class Shown {
        private final BigDecimal calls;
        private final BigDecimal input;
        private final BigDecimal output;
        private final BigDecimal cost;

        private Shown(Scrape scrape, String model) {
            calls = sum(scrape, model, REQUESTS, "");
            input = sum(scrape, model, "ai_token_input_total", "")
                    .subtract(sum(scrape, model, CREDIT, "kind=\"input\""));
            output = sum(scrape, model, "ai_token_output_total", "")
                    .subtract(sum(scrape, model, CREDIT, "kind=\"output\""));
            cost = sum(scrape, model, "ai_inference_cost_cents_total", "")
                    .subtract(sum(scrape, model, "ai_inference_credit_cents_total", ""))
                    .movePointLeft(CENTS);
        }

        private static BigDecimal sum(Scrape scrape, String model, String name, String label) {
            return BigDecimal.valueOf(
                    scrape.sum(name, labels -> modelOf(labels).equals(model) && labels.contains(label)));
        }

        private List<Figure> figures(SpendSums before, SpendSums after) {
            List<Figure> figures = new ArrayList<>();
            add(figures, "calls", calls, before, after, sums -> BigDecimal.valueOf(sums.calls()));
            add(figures, "prompt tokens", input, before, after, sums -> BigDecimal.valueOf(sums.promptTokens()));
            add(
                    figures,
                    "completion tokens",
                    output,
                    before,
                    after,
                    sums -> BigDecimal.valueOf(sums.completionTokens()));
            add(figures, "USD", cost, before, after, SpendSums::costExact);
            return figures;
        }

        private static void add(
                List<Figure> figures,
                String name,
                BigDecimal shown,
                SpendSums before,
                SpendSums after,
                Function<SpendSums, BigDecimal> amount) {
            BigDecimal least = amount.apply(before).min(amount.apply(after));
            BigDecimal most = amount.apply(before).max(amount.apply(after));
            BigDecimal slack = most.abs().multiply(TOLERANCE);
            if (shown.compareTo(least.subtract(slack)) < 0 || shown.compareTo(most.add(slack)) > 0) {
                figures.add(new Figure(name, plain(most), plain(shown)));
            }
        }

        private static String plain(BigDecimal amount) {
            return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
        }
    }
}
