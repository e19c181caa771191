package io.spendstream.cli.measure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** One run: when the events that exceed a budget were recorded, and how long their alerts took. Thread-safe. */
final class AlertTrial {
    private final String[] eventIds;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicLongArray recordedAt;
    private final Latencies latencies;

    AlertTrial(String[] eventIds) {
        this.eventIds = eventIds.clone();
        for (int i = 0; i < eventIds.length; i++) {
            numbers.put(eventIds[i], i);
        }
        recordedAt = new AtomicLongArray(eventIds.length);
        latencies = new Latencies(eventIds.length);
    }

    int size() {
        return eventIds.length;
    }

    String eventId(int event) {
        return eventIds[event];
    }

    /** Says that {@code event} is about to be recorded at {@code nanoTime}. */
    void recording(int event, long nanoTime) {
        recordedAt.set(event, nanoTime);
    }

    /** Says that the alert {@code eventId} caused was read at {@code nanoTime}. */
    void alerted(String eventId, long nanoTime) {
        Integer event = numbers.get(eventId);
        if (event != null) {
            latencies.set(event, nanoTime - recordedAt.get(event));
        }
    }

    boolean isComplete() {
        return latencies.seen() == eventIds.length;
    }

    Latencies latencies() {
        return latencies;
    }
}
