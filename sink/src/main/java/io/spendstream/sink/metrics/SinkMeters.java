package io.spendstream.sink.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** How this sink is doing. */
public final class SinkMeters {
    /** What went wrong, as the label of {@code ai_sink_errors_total}. */
    public enum Trouble {
        /** The database was away, busy or full. */
        DATABASE_AWAY,
        /** A batch met a line that was in the table already. */
        DUPLICATE,
        /** A record could not become a row and was set aside. */
        REJECTED,
        /** Another sink had taken a partition over. */
        FENCED,
        /** The broker did not answer in time. */
        BROKER_AWAY,
        /** The sink stopped. */
        STOPPED
    }

    private static final Duration[] EVENT_TO_ROW_BUCKETS = {
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();
    private final Counter rows;
    private final Counter duplicates;
    private final Timer eventToRow;
    private final Map<Trouble, Counter> errors = new EnumMap<>(Trouble.class);

    /** Registers the meters; {@code lagSeconds} and {@code lagRecords} are asked whenever they are read. */
    public SinkMeters(MeterRegistry registry, Supplier<Number> lagSeconds, Supplier<Number> lagRecords) {
        this.registry = registry;
        rows = keep(Counter.builder("ai.sink.rows")
                .description("Rows this process inserted into token_usage")
                .register(registry));
        duplicates = keep(Counter.builder("ai.sink.duplicates")
                .description("Ledger lines that were in token_usage already")
                .register(registry));
        eventToRow = keep(Timer.builder("ai.event.to.row")
                .description("From the broker's taking a usage event to its row's commit")
                .serviceLevelObjectives(EVENT_TO_ROW_BUCKETS)
                .register(registry));
        for (Trouble trouble : Trouble.values()) {
            errors.put(
                    trouble,
                    keep(Counter.builder("ai.sink.errors")
                            .description("What went wrong in the sink")
                            .tag("reason", trouble.name().toLowerCase(Locale.ROOT))
                            .register(registry)));
        }
        keep(Gauge.builder("ai.pipeline.lag", lagSeconds)
                .description("Age of the oldest ledger line that is not in token_usage yet")
                .baseUnit("seconds")
                .register(registry));
        keep(Gauge.builder("ai.sink.lag", lagRecords)
                .description("Ledger records that are not in token_usage yet")
                .baseUnit("records")
                .register(registry));
    }

    /** Counts rows that were inserted and lines that were there. */
    public void written(long inserted, long present) {
        rows.increment((double) inserted);
        duplicates.increment((double) present);
    }

    /** Records how long a line took from the broker to its row. */
    public void eventToRow(Duration duration) {
        eventToRow.record(duration);
    }

    /** Counts {@code times} troubles. */
    public void trouble(Trouble trouble, long times) {
        Objects.requireNonNull(errors.get(trouble)).increment((double) times);
    }

    /** Takes the meters out of the registry. */
    public void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }

    private <M extends Meter> M keep(M meter) {
        meters.add(meter);
        return meter;
    }
}
