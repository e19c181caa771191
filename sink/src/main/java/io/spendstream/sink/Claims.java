package io.spendstream.sink;

import io.spendstream.sink.write.Span;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The partitions the group gave to this sink. One that is assigned is read only once it is claimed, that is, once the
 * database has given it an epoch and said where to go on. Not thread-safe.
 */
final class Claims {
    private final Set<Integer> unclaimed = new TreeSet<>();
    private final Map<Integer, Claim> claimed = new HashMap<>();

    /** What the database said of a partition. */
    record Claim(long epoch, long nextOffset) {}

    void assigned(int partition) {
        unclaimed.add(partition);
    }

    void claimed(int partition, Claim claim) {
        unclaimed.remove(partition);
        claimed.put(partition, claim);
    }

    void gone(int partition) {
        unclaimed.remove(partition);
        claimed.remove(partition);
    }

    /** Moves the positions to where {@code spans}, which were committed, end; except of what was given up since. */
    void advance(Collection<Span> spans) {
        for (Span span : spans) {
            claimed.computeIfPresent(
                    span.partition(),
                    (partition, claim) -> claim.epoch() == span.epoch() ? new Claim(span.epoch(), span.to()) : claim);
        }
    }

    Claim of(int partition) {
        return Objects.requireNonNull(claimed.get(partition), () -> "partition is not claimed: " + partition);
    }

    boolean has(int partition) {
        return claimed.containsKey(partition);
    }

    List<Integer> unclaimed() {
        return List.copyOf(unclaimed);
    }

    Set<Integer> claimed() {
        return Set.copyOf(claimed.keySet());
    }
}
