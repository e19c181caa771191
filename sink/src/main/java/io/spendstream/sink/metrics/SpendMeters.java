package io.spendstream.sink.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.spendstream.sink.write.Counters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The counters of the whole table: tokens, cost and requests per model. They are shown by the sink that owns partition 0
 * of the ledger and by no other, and read from {@code token_usage_counter}, so that they are the same whichever sink
 * shows them.
 *
 * <p>A counter of Prometheus never falls. So what corrections take back is counted beside: {@code ai_token_credit_total}
 * and {@code ai_inference_credit_cents_total}. Charges less credits are what the ledger says.
 */
public final class SpendMeters {
    private static final String MODEL = "model";
    private static final String KIND = "kind";
    private static final String CENTS = "cents";
    private static final String TOKEN_CREDIT = "ai.token.credit";

    /** One counter: its name, its further label, and the column it is read from. */
    private enum Quantity {
        INPUT("ai.token.input", "", "input_tokens", "Input tokens, cached ones included"),
        OUTPUT("ai.token.output", "", "output_tokens", "Output tokens, reasoning included"),
        CACHE_READ("ai.token.cache.read", "", "cache_read_tokens", "Input tokens read from a provider's cache"),
        CACHE_WRITE("ai.token.cache.write", "", "cache_write_tokens", "Input tokens written to a provider's cache"),
        REASONING("ai.token.reasoning", "", "reasoning_tokens", "Output tokens spent on reasoning"),
        INPUT_CREDIT(TOKEN_CREDIT, "input", "input_tokens_credited", "Tokens taken back by corrections"),
        OUTPUT_CREDIT(TOKEN_CREDIT, "output", "output_tokens_credited", "Tokens taken back by corrections"),
        CACHE_READ_CREDIT(TOKEN_CREDIT, "cache_read", "cache_read_tokens_credited", "Tokens taken back by corrections"),
        CACHE_WRITE_CREDIT(
                TOKEN_CREDIT, "cache_write", "cache_write_tokens_credited", "Tokens taken back by corrections"),
        REASONING_CREDIT(TOKEN_CREDIT, "reasoning", "reasoning_tokens_credited", "Tokens taken back by corrections"),
        COST("ai.inference.cost", CENTS, "100 * cost_charged", "Cost in US cents"),
        COST_CREDIT("ai.inference.credit", CENTS, "100 * cost_credited", "Cost taken back by corrections, in US cents"),
        REQUESTS("ai.requests", "", "requests", "Calls"),
        UNPRICED_CALLS("ai.unpriced.calls", "", "unpriced_calls", "Calls whose cost was not known when they came"),
        UNPRICED_TOKENS("ai.unpriced.tokens", "", "unpriced_tokens", "Tokens of calls whose cost was not known");

        private final String meter;
        private final String detail;
        private final String column;
        private final String description;

        Quantity(String meter, String detail, String column, String description) {
            this.meter = meter;
            this.detail = detail;
            this.column = column;
            this.description = description;
        }

        private FunctionCounter register(MeterRegistry registry, String model, Sums sums) {
            boolean isMoney = detail.equals(CENTS);
            Tags tags = Tags.of(MODEL, model);
            return FunctionCounter.builder(meter, sums, it -> it.get(this))
                    .tags(isMoney || detail.isEmpty() ? tags : tags.and(KIND, detail))
                    .baseUnit(isMoney ? CENTS : null)
                    .description(description)
                    .register(registry);
        }
    }

    private static final List<Quantity> QUANTITIES = List.of(Quantity.values());

    private final MeterRegistry registry;
    private final List<String> knownModels;
    private final Map<String, Sums> sumsByModel = new HashMap<>();
    private final AtomicLong rejected = new AtomicLong();
    private final List<Meter> meters = new ArrayList<>();

    /** Creates counters that are not shown yet. */
    public SpendMeters(MeterRegistry registry, List<String> knownModels) {
        this.registry = registry;
        this.knownModels = List.copyOf(knownModels);
    }

    /** Reads the table and shows what it says; known models that it does not name stand at zero. */
    public void refresh(Handle handle) {
        rejected.set(handle.createQuery("SELECT coalesce(sum(rejected), 0)::bigint FROM sink_position")
                .mapTo(Long.class)
                .one());
        if (meters.isEmpty()) {
            meters.add(Gauge.builder("ai.sink.rejected", rejected, AtomicLong::get)
                    .description("Ledger records that could not become rows, ever since the tables were made")
                    .baseUnit("records")
                    .register(registry));
        }
        Map<String, double[]> committed = read(handle);
        Set<String> models = new HashSet<>(knownModels);
        models.add(Counters.OTHER_MODEL);
        models.addAll(committed.keySet());
        for (String model : models) {
            Sums sums = sumsByModel.get(model);
            boolean isNew = sums == null;
            if (sums == null) {
                sums = new Sums();
                sumsByModel.put(model, sums);
            }
            double[] values = committed.get(model);
            if (values != null) {
                sums.values = values;
            }
            if (isNew) {
                register(model, sums); // with its value, lest a restart looks like a fall to zero
            }
        }
    }

    /** Stops showing the counters, because another sink shows them now or this one closes. */
    public void remove() {
        meters.forEach(registry::remove);
        meters.clear();
        sumsByModel.clear();
    }

    private void register(String model, Sums sums) {
        for (Quantity quantity : QUANTITIES) {
            meters.add(quantity.register(registry, model, sums));
        }
    }

    private static Map<String, double[]> read(Handle handle) {
        var columns = new StringBuilder();
        QUANTITIES.forEach(
                quantity -> columns.append(", sum(").append(quantity.column).append(')'));
        Map<String, double[]> committed = new HashMap<>();
        handle.createQuery("SELECT model" + columns + " FROM token_usage_counter GROUP BY model")
                .map((row, context) -> {
                    double[] values = new double[QUANTITIES.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = doubleOf(row.getBigDecimal(i + 2));
                    }
                    return Map.entry(row.getString(1), values);
                })
                .forEach(entry -> committed.put(entry.getKey(), entry.getValue()));
        return committed;
    }

    /** Metrics are doubles; this is the one place where an exact sum becomes one. */
    private static double doubleOf(@Nullable BigDecimal sum) {
        return sum == null ? 0 : sum.doubleValue();
    }

    /** What a model's counters show; replaced whole, so that one scrape sees one commit. */
    private static final class Sums {
        private volatile double[] values = new double[QUANTITIES.size()];

        @SuppressWarnings("EnumOrdinal") // an index into an array of this class's own
        private double get(Quantity quantity) {
            return values[quantity.ordinal()];
        }
    }
}
