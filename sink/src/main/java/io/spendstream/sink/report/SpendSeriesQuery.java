package io.spendstream.sink.report;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question for spend over time.
 *
 * @param by what to group by; null for one group of everything
 * @param edges where the pieces of time begin, rising, and last where the last one ends
 * @param where the values other lines than these are left out by
 * @param top how many groups have a series of their own; the others are added up in one
 */
public record SpendSeriesQuery(
        @Nullable SpendDimension by, List<Instant> edges, Map<SpendDimension, String> where, int top) {
    /** How many pieces of time there are at most. */
    public static final int PIECES_MAX = 1_000;

    public SpendSeriesQuery {
        edges = List.copyOf(edges);
        if (edges.size() < 2 || edges.size() > PIECES_MAX + 1) {
            throw new IllegalArgumentException(
                    "edges must be of 1..%d pieces: %d edges".formatted(PIECES_MAX, edges.size()));
        }
        for (int i = 1; i < edges.size(); i++) {
            if (!edges.get(i - 1).isBefore(edges.get(i))) {
                throw new IllegalArgumentException("edges must rise: " + edges.get(i));
            }
        }
        if ((by != null && by.isCalendar()) || where.keySet().stream().anyMatch(SpendDimension::isCalendar)) {
            throw new IllegalArgumentException("by and where must not name a day, week or month; say it with edges");
        }
        if (top < 1) {
            throw new IllegalArgumentException("top must be at least 1: " + top);
        }
        var copy = new EnumMap<SpendDimension, String>(SpendDimension.class);
        copy.putAll(where);
        where = Collections.unmodifiableMap(copy);
    }

    /** Returns the first moment that counts. */
    public Instant since() {
        return edges.get(0);
    }

    /** Returns the first moment that no longer counts. */
    public Instant until() {
        return edges.get(edges.size() - 1);
    }

    /** Returns where the pieces begin. */
    List<Instant> beginnings() {
        return edges.subList(0, edges.size() - 1);
    }
}
