package io.spendstream.faults.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a view with what is expected, both ways: what is missing is as wrong as what is too much. */
public final class Comparison {
    private Comparison() {}

    /** Returns the check of {@code view} against {@code expected}. A pure function. */
    public static Check of(Expected expected, View view) {
        List<String> differences = new ArrayList<>();
        new TreeSet<>(view.repeated()).forEach(entry -> differences.add("%s stands twice".formatted(entry)));
        long compared = 0;
        String first = "";
        if (view.events() != null) {
            compared += compare("event ", expected.events(), view.events(), differences);
            first = firstEvent(expected, view, view.events());
        }
        Map<Bucket, Sum> buckets = new TreeMap<>();
        expected.buckets().forEach((bucket, sum) -> {
            if (view.dimensions().contains(bucket.dimension())) {
                buckets.put(bucket, sum);
            }
        });
        compared += compare("", buckets, view.buckets(), differences);
        return new Check(view.name(), compared, differences, first);
    }

    /** Returns the differing event whose record is first in the usage topic, or empty if none differs. */
    private static String firstEvent(Expected expected, View view, Map<String, Sum> found) {
        var ids = new HashSet<>(expected.events().keySet());
        ids.addAll(found.keySet());
        return ids.stream()
                .filter(id -> !Objects.equals(expected.events().get(id), found.get(id)))
                .min(Comparator.comparing((String id) -> orderOf(expected, view, id), Origin.BY_OFFSET)
                        .thenComparing(Comparator.naturalOrder()))
                .map(id -> "%s: usage %s; ledger %s"
                        .formatted(
                                id,
                                said(originOf(expected, id)),
                                said(view.places().get(id))))
                .orElse("");
    }

    private static Origin orderOf(Expected expected, View view, String id) {
        Origin origin = originOf(expected, id);
        return origin == null ? view.places().getOrDefault(id, Origin.NOWHERE) : origin;
    }

    private static @Nullable Origin originOf(Expected expected, String id) {
        Expected.Counted counted = expected.calls().get(id);
        return counted == null ? null : counted.origin();
    }

    private static String said(@Nullable Origin place) {
        return place == null ? "nowhere" : place.toString();
    }

    /** Adds to {@code differences} where {@code found} differs from {@code expected}; returns how much was compared. */
    static <K extends Comparable<K>, V> long compare(
            String what, Map<K, V> expected, Map<K, V> found, List<String> differences) {
        var keys = new TreeSet<K>(expected.keySet());
        keys.addAll(found.keySet());
        for (K key : keys) {
            V should = expected.get(key);
            V is = found.get(key);
            if (should == null) {
                differences.add("%s%s should not be there: %s".formatted(what, key, is));
            } else if (is == null) {
                differences.add("%s%s is missing: %s".formatted(what, key, should));
            } else if (!should.equals(is)) {
                differences.add("%s%s is %s and should be %s".formatted(what, key, is, should));
            }
        }
        return keys.size();
    }
}
