package io.spendstream.cli.measure;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One run of a fixed number of events: what is known of each of them. The sender sets when an event was recorded,
 * then each watcher its own stage. Thread-safe.
 */
final class Trial {
    private final String[] eventIds;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicLongArray recordedAt;
    private final Map<Integer, Queue<Sighting>> waitingByPartition = new ConcurrentHashMap<>();

    final Latencies acknowledged;
    final Latencies ledger;
    final Latencies committedRow;
    final Latencies metrics;

    /** Where in its partition of the ledger an event was met. */
    private record Sighting(int event, long offset) {}

    Trial(String[] eventIds) {
        this.eventIds = eventIds.clone();
        int count = eventIds.length;
        for (int i = 0; i < count; i++) {
            numbers.put(eventIds[i], i);
        }
        recordedAt = new AtomicLongArray(count);
        acknowledged = new Latencies(count);
        ledger = new Latencies(count);
        committedRow = new Latencies(count);
        metrics = new Latencies(count);
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

    /** Returns when {@code event} was recorded. */
    long recordedAt(int event) {
        return recordedAt.get(event);
    }

    /** Says that the producer's acknowledgement of {@code eventId} came at {@code nanoTime}. */
    void acknowledged(String eventId, long nanoTime) {
        Integer event = numbers.get(eventId);
        if (event != null) {
            acknowledged.set(event, nanoTime - recordedAt.get(event));
        }
    }

    /** Says that {@code eventId} was read from the ledger, where, and when. */
    void inLedger(String eventId, int partition, long offset, long nanoTime) {
        Integer event = numbers.get(eventId);
        if (event != null) {
            ledger.set(event, nanoTime - recordedAt.get(event));
            waiting(partition).add(new Sighting(event, offset));
        }
    }

    /**
     * Says that the rows of {@code partition} before {@code nextOffset} were seen committed at {@code nanoTime}. To be
     * said again and again: an event may be met in the ledger after its row.
     */
    void committed(int partition, long nextOffset, long nanoTime) {
        Queue<Sighting> waiting = waiting(partition);
        for (Sighting next = waiting.peek(); next != null && next.offset() < nextOffset; next = waiting.peek()) {
            waiting.remove();
            committedRow.set(next.event(), nanoTime - recordedAt.get(next.event()));
        }
    }

    private Queue<Sighting> waiting(int partition) {
        return waitingByPartition.computeIfAbsent(partition, unused -> new ConcurrentLinkedQueue<>());
    }

    boolean isCommitted() {
        return committedRow.seen() == eventIds.length;
    }
}
