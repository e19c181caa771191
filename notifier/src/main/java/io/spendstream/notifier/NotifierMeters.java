package io.spendstream.notifier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.notifier.delivery.DeliveryResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** How one channel is doing. Its name is a label; names come from the file of channels and are few. */
final class NotifierMeters {
    /** What failed and will be repeated, as a label. */
    enum Failure {
        /** The receiver answered that it cannot now. */
        SERVER_ERROR,
        /** The receiver asked for fewer requests. */
        RATE_LIMITED,
        /** No answer came in time. */
        TIMEOUT,
        /** The receiver could not be reached, or hung up. */
        UNREACHABLE,
        /** Its address may not be connected to. */
        ADDRESS_REFUSED,
        /** The broker did not take the mark. */
        MARK,
        /** The broker did not answer. */
        BROKER_AWAY,
        /** An error of this program. */
        INTERNAL
    }

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<DeliveryResult, Counter> deliveries = new EnumMap<>(DeliveryResult.class);
    private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);

    NotifierMeters(MeterRegistry registry, String channel, Supplier<Number> queued, Supplier<Number> successAge) {
        this.registry = registry;
        for (DeliveryResult result : DeliveryResult.values()) {
            deliveries.put(
                    result,
                    keep(Counter.builder("ai.alert.deliveries")
                            .description("Alerts that were settled on a channel")
                            .tag("channel", channel)
                            .tag("result", result.wireName())
                            .register(registry)));
        }
        for (Failure failure : Failure.values()) {
            failures.put(
                    failure,
                    keep(Counter.builder("ai.alert.delivery.failures")
                            .description("What failed on the way to a receiver and is repeated")
                            .tag("channel", channel)
                            .tag("reason", failure.name().toLowerCase(Locale.ROOT))
                            .register(registry)));
        }
        keep(Gauge.builder("ai.alert.queue", queued)
                .description("Alerts a channel has taken and not settled")
                .baseUnit("alerts")
                .tag("channel", channel)
                .register(registry));
        keep(Gauge.builder("ai.alert.last.success.age", successAge)
                .description("Time since the receiver last took an alert; NaN before the first")
                .baseUnit("seconds")
                .tag("channel", channel)
                .register(registry));
    }

    void settled(DeliveryResult result) {
        Objects.requireNonNull(deliveries.get(result)).increment();
    }

    void failed(Failure failure) {
        Objects.requireNonNull(failures.get(failure)).increment();
    }

    void remove() {
        meters.forEach(registry::remove);
        meters.clear();
    }

    private <M extends Meter> M keep(M meter) {
        meters.add(meter);
        return meter;
    }
}
