package io.spendstream.stream.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in memory as the sink keeps it: rows that are unique by event id, entry and time, and a rollup of them by
 * quarter of an hour that is updated row by row.
 */
final class MemorySink {
    private final SortedMap<String, Entry> rows = new TreeMap<>();
    private final Map<Rolled, Entry.Sum> rollup =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
    private final List<Entry> doubled = new ArrayList<>();

    /** What one row of the rollup is about. */
    private record Rolled(Instant quarter, Copy.Who who, String model) {}

    void write(JsonNode line) {
        Entry entry = entry(line);
        if (rows.putIfAbsent(entry.id() + "#" + entry.number(), entry) != null) {
            doubled.add(entry);
            return;
        }
        var who = new Copy.Who(
                "", entry.who().team(), entry.who().task(), entry.who().agent());
        rollup.merge(new Rolled(entry.quarter(), who, entry.model()), entry.sum(), Entry.Sum::plus);
    }

    private static Entry entry(JsonNode line) {
        var counts = new TreeMap<String, Long>();
        line.path("usage")
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().longValue()));
        return new Entry(
                line.path("event_id").textValue(),
                line.path("entry").intValue(),
                line.path("reason").textValue(),
                Instant.parse(line.path("timestamp").textValue()),
                new Copy.Who(
                        line.path("session_id").textValue(),
                        said(line, "team"),
                        said(line, "task_type"),
                        said(line, "agent")),
                line.path("model").textValue(),
                counts,
                line.has("cost_exact") ? new BigDecimal(line.path("cost_exact").textValue()) : BigDecimal.ZERO,
                line.path("unpriced_calls").intValue(),
                line.path("usage_status").textValue(),
                line.path("pricing_status").textValue());
    }

    private static @Nullable String said(JsonNode line, String field) {
        String value = line.path(field).textValue();
        return Entry.UNATTRIBUTED.equals(value) ? null : value;
    }

    SortedMap<String, Entry> rows() {
        return rows;
    }

    /** Returns the lines that came a second time, or took the entry of another. */
    List<Entry> doubled() {
        return doubled;
    }

    /** Returns the totals that the rollup adds up to. */
    SortedMap<String, Entry.Sum> totals() {
        var totals = new TreeMap<String, Entry.Sum>();
        rollup.forEach((rolled, sum) -> {
            var pseudo = new Entry(
                    "", 0, null, rolled.quarter(), rolled.who(), rolled.model(), Map.of(), sum.cost(), 0, "", "");
            var one = new TreeMap<String, Entry.Sum>();
            Facts.addTo(one, pseudo);
            one.keySet().forEach(key -> totals.merge(key, sum, Entry.Sum::plus));
        });
        return Facts.withoutZeros(totals);
    }
}
