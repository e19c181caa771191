package io.spendstream.sink.rebuild;

import static java.util.Objects.requireNonNull;

import io.spendstream.sink.recount.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rebuild did.
 *
 * @param schema the schema the tables are in
 * @param before the schema that has the tables from before; empty if there were none or they were dropped
 * @param positions up to where the new tables have the ledger
 * @param views the new tables, held against the topic: without a difference
 * @param old the tables from before, held against the topic up to their own position
 */
public record Rebuilt(
        String schema, Optional<String> before, Map<Integer, Long> positions, List<View> views, List<View> old) {
    public Rebuilt {
        requireNonNull(schema, "schema");
        requireNonNull(before, "before");
        requireNonNull(positions, "positions");
        views = List.copyOf(views);
        old = List.copyOf(old);
    }
}
