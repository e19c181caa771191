package io.spendstream.faults.verify;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one place shows.
 *
 * @param name what people call the place
 * @param dimensions the dimensions it adds up by
 * @param buckets what it shows of each bucket
 * @param events what it shows of each event; null if it does not keep them apart
 * @param places where the ledger topic has the first line of each event
 * @param repeated entries it has twice
 */
public record View(
        String name,
        Set<String> dimensions,
        Map<Bucket, Sum> buckets,
        @Nullable Map<String, Sum> events,
        Map<String, Origin> places,
        Set<String> repeated) {
    /** Returns a place that shows buckets of these {@code dimensions} and nothing finer. */
    public static View ofBuckets(String name, Set<String> dimensions, Map<Bucket, Sum> buckets) {
        return new View(name, dimensions, buckets, null, Map.of(), Set.of());
    }

    /** Returns a place that shows these {@code entries}, in any order. */
    public static View ofEntries(String name, Collection<Entry> entries) {
        Map<Bucket, Sum> buckets = new TreeMap<>();
        Map<String, Sum> events = new HashMap<>();
        Map<String, Origin> places = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        for (Entry entry : entries) {
            String identity = "entry %d of %s".formatted(entry.entry(), entry.eventId());
            if (!seen.add(identity)) {
                repeated.add(identity);
            }
            places.merge(entry.eventId(), entry.place(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
            events.merge(entry.eventId(), entry.sum(), Sum::plus);
            for (Bucket bucket : Bucket.of(entry.who(), entry.model(), entry.timestamp())) {
                buckets.merge(bucket, entry.sum(), Sum::plus);
            }
        }
        return new View(name, Bucket.DIMENSIONS, buckets, events, places, repeated);
    }
}
