package io.spendstream.faults.verify;

import io.spendstream.cli.process.Scrape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the counters must show: the table's exactly, and Prometheus' as exactly as a floating-point number can. */
public final class CounterCheck {
    private static final double RELATIVE_MAX = 1e-12;
    private static final int CENTS_SHIFT = 12;

    private CounterCheck() {}

    private static Map<String, Sum> byModel(Expected expected) {
        Map<String, Sum> models = new TreeMap<>();
        expected.buckets().forEach((bucket, sum) -> {
            if (bucket.dimension().equals(Bucket.MODEL)) {
                models.merge(bucket.value(), sum, Sum::plus);
            }
        });
        return models;
    }

    /**
     * Returns the check of the counters in the table. Models without any price are counted as {@code other}, by the
     * lines as they were written, so that only the sum over all models is fixed.
     */
    public static Check table(Expected expected, Map<String, Sum> counters) {
        Sum should = byModel(expected).values().stream().reduce(Sum.ZERO, Sum::plus);
        Sum is = counters.values().stream().reduce(Sum.ZERO, Sum::plus);
        List<String> differences = new ArrayList<>();
        if (!should.equals(is)) {
            differences.add("all models together are %s and should be %s".formatted(is, should));
        }
        return new Check("counter table", 1, differences);
    }

    /** Returns the check of what Prometheus is shown. */
    public static Check scrape(Map<String, Sum> counters, Scrape scrape) {
        List<String> differences = new ArrayList<>();
        counters.forEach((model, sum) -> {
            double cents = new BigDecimal(sum.units(), CENTS_SHIFT).doubleValue();
            compare(
                    model,
                    "requests",
                    (double) sum.calls(),
                    value(scrape, "ai_requests_total", model, ""),
                    differences);
            compare(
                    model,
                    "input tokens",
                    (double) sum.prompt(),
                    value(scrape, "ai_token_input_total", model, "")
                            - value(scrape, "ai_token_credit_total", model, "kind=\"input\""),
                    differences);
            compare(
                    model,
                    "output tokens",
                    (double) sum.completion(),
                    value(scrape, "ai_token_output_total", model, "")
                            - value(scrape, "ai_token_credit_total", model, "kind=\"output\""),
                    differences);
            compare(
                    model,
                    "cents",
                    cents,
                    value(scrape, "ai_inference_cost_cents_total", model, "")
                            - value(scrape, "ai_inference_credit_cents_total", model, ""),
                    differences);
        });
        return new Check("Prometheus counters", 4L * counters.size(), differences);
    }

    private static void compare(String model, String what, double should, double is, List<String> differences) {
        if (Math.abs(should - is) > RELATIVE_MAX * Math.max(1, Math.abs(should))) {
            differences.add("%s of %s are %s and should be %s".formatted(what, model, is, should));
        }
    }

    private static double value(Scrape scrape, String name, String model, String label) {
        return scrape.sum(name, labels -> labels.contains("model=\"" + model + "\"") && labels.contains(label));
    }
}
