package io.spendstream.stream.outcome;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.contract.Topic;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is spent of each budget: {@code ai_budget_limit_cents} and {@code ai_budget_used_cents}, or {@code …_tokens},
 * {@code ai_budget_used_ratio} and {@code ai_budget_reset_timestamp_seconds}, by {@code budget}, {@code team} and {@code
 * period}.
 *
 * <p>Of a budget that is kept apart by values, the value nearest to the limit is shown: sessions and agents are no
 * labels. The states are shared out over the instances, so the highest of what they show is right. At most {@link
 * #SERIES_MAX} budgets and teams are shown.
 *
 * <p>Thread-safe.
 */
public final class BudgetMeters implements AutoCloseable {
    /** How many budgets and teams are shown at most. */
    static final int SERIES_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(BudgetMeters.class);
    private static final double CENTS_PER_DOLLAR = 100;

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<Series, Map<BudgetStateKey, BudgetState>> series = new ConcurrentHashMap<>();
    private final Map<Series, List<Meter>> meters = new HashMap<>(); // guarded by this
    private final CommittedReader reader;

    /** What one set of gauges is about. */
    private record Series(String budget, String team, String period, BudgetUnit unit) {
        static Series of(Allowance allowance) {
            return new Series(
                    allowance.id(),
                    allowance.team().orElse(""),
                    allowance.period().type().wireName(),
                    allowance.limit().unit());
        }
    }

    private BudgetMeters(MeterRegistry registry, InstantSource clock, String groupId, Map<String, ?> kafkaSettings) {
        this.registry = registry;
        this.clock = clock;
        this.reader = CommittedReader.start(Topic.BUDGET_STATE, groupId, kafkaSettings, Reading::new);
    }

    /** Starts to show states, sharing partitions with the other instances of {@code groupId}. */
    public static BudgetMeters start(
            MeterRegistry registry, InstantSource clock, String groupId, Map<String, ?> kafkaSettings) {
        return new BudgetMeters(registry, clock, groupId, kafkaSettings);
    }

    /** Gauges of a series that stays are not touched: taken out and put back during a scrape, they would stand twice. */
    private synchronized void put(BudgetStateKey key, BudgetState state) {
        Series of = Series.of(state.allowance());
        remove(key, of);
        if (!series.containsKey(of) && series.size() >= SERIES_MAX) {
            return;
        }
        series.computeIfAbsent(of, any -> new ConcurrentHashMap<>()).put(key, state);
        meters.computeIfAbsent(of, this::register);
    }

    private void remove(BudgetStateKey key) {
        remove(key, null);
    }

    private synchronized void remove(BudgetStateKey key, @Nullable Series kept) {
        series.entrySet().removeIf(entry -> {
            boolean isHere = entry.getKey().budget().equals(key.budgetId())
                    && !entry.getKey().equals(kept);
            boolean isEmpty = isHere
                    && entry.getValue().remove(key) != null
                    && entry.getValue().isEmpty();
            if (isEmpty) {
                forget(entry.getKey());
            }
            return isEmpty;
        });
    }

    private synchronized void forget(Series of) {
        List<Meter> gone = meters.remove(of);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    private List<Meter> register(Series of) {
        String suffix = of.unit == BudgetUnit.USD ? ".cents" : ".tokens";
        List<Meter> gauges = new ArrayList<>();
        gauges.add(gauge(
                "ai.budget.limit" + suffix,
                "The limit",
                of,
                state -> number(state.allowance().limit())));
        gauges.add(gauge(
                "ai.budget.used" + suffix,
                "What was spent in the period so far",
                of,
                state -> isCurrent(state) ? number(state.spent()) : 0));
        gauges.add(gauge(
                "ai.budget.used.ratio",
                "What was spent in the period so far, as a share of the limit",
                of,
                state -> isCurrent(state) ? state.ratio().doubleValue() : 0));
        if (!of.period.equals("session")) {
            gauges.add(gauge(
                    "ai.budget.reset.timestamp.seconds",
                    "When the period ends, in seconds since 1970",
                    of,
                    state -> state.allowance()
                            .period()
                            .windowAt(clock.instant())
                            .end()
                            .getEpochSecond()));
        }
        return gauges;
    }

    private Meter gauge(String name, String description, Series of, ToDoubleFunction<BudgetState> value) {
        return Gauge.builder(name, () -> highest(of).map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .tag("budget", of.budget)
                .tag("team", of.team)
                .tag("period", of.period)
                .register(registry);
    }

    private Optional<BudgetState> highest(Series of) {
        return series.getOrDefault(of, Map.of()).values().stream()
                .max(Comparator.comparing((BudgetState state) -> isCurrent(state))
                        .thenComparing(BudgetState::ratio));
    }

    private boolean isCurrent(BudgetState state) {
        Instant now = clock.instant();
        return now.isBefore(state.allowance().window().end());
    }

    private static double number(BudgetAmount amount) {
        double value = amount.value().doubleValue();
        return amount.unit() == BudgetUnit.USD ? value * CENTS_PER_DOLLAR : value;
    }

    @Override
    public void close() {
        reader.close();
        synchronized (this) {
            List.copyOf(meters.keySet()).forEach(this::forget);
            series.clear();
        }
    }

    /** Reads from the beginning whatever it is assigned; on one thread. */
    private final class Reading implements CommittedReader.Listener {
        private final Map<TopicPartition, Map<BudgetStateKey, BudgetState>> byPartition = new HashMap<>();

        @Override
        public void assigned(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            consumer.seekToBeginning(partitions);
        }

        @Override
        public void revoked(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                Map<BudgetStateKey, BudgetState> states = byPartition.remove(partition);
                if (states != null) {
                    states.keySet().forEach(BudgetMeters.this::remove);
                }
            }
        }

        @Override
        public void take(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
            Map<BudgetStateKey, TopicPartition> changed = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                var partition = new TopicPartition(record.topic(), record.partition());
                try {
                    BudgetStateKey key = BudgetStateJson.readKey(record.key());
                    Map<BudgetStateKey, BudgetState> states =
                            byPartition.computeIfAbsent(partition, any -> new HashMap<>());
                    if (record.value() == null) {
                        states.remove(key);
                    } else {
                        states.put(key, BudgetStateJson.read(record.value()));
                    }
                    changed.put(key, partition);
                } catch (IllegalArgumentException e) {
                    LOG.warn("a budget state at {}@{} cannot be read", partition, record.offset(), e);
                }
            }
            changed.forEach((key, partition) -> {
                BudgetState state =
                        byPartition.getOrDefault(partition, Map.of()).get(key);
                if (state == null) {
                    remove(key);
                } else {
                    put(key, state);
                }
            });
        }
    }
}
