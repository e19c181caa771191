package io.spendstream.notifier.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which alerts are settled on one channel. Remembers them for as long as an alert may still come again, no longer. Not
 * thread-safe.
 */
public final class Marks {
    private final Duration memory;
    private final Map<String, Instant> settled = new LinkedHashMap<>();

    /** Creates marks that are remembered for {@code memory}. */
    public Marks(Duration memory) {
        this.memory = memory;
    }

    /** Returns whether the alert is settled. */
    public boolean has(String alertId) {
        return settled.containsKey(alertId);
    }

    /** Remembers {@code deliveries}, and forgets what was settled too long before {@code now}. */
    public void addAll(Collection<Delivery> deliveries, Instant now) {
        List<Delivery> inOrder = deliveries.stream()
                .sorted(Comparator.comparing(Delivery::settledAt))
                .toList();
        inOrder.forEach(delivery -> settled.put(delivery.alertId(), delivery.settledAt()));
        Instant oldest = now.minus(memory);
        Iterator<Instant> times = settled.values().iterator();
        while (times.hasNext() && times.next().isBefore(oldest)) {
            times.remove();
        }
    }

    /** Returns when the receiver last took something, as far as {@code deliveries} say. */
    public static Optional<Instant> lastSuccess(Collection<Delivery> deliveries) {
        return deliveries.stream()
                .filter(delivery -> delivery.result() == DeliveryResult.DELIVERED)
                .map(Delivery::settledAt)
                .max(Instant::compareTo);
    }
}
