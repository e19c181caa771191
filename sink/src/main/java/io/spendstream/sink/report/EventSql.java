package io.spendstream.sink.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/** Reads events line by line, without holding more than one of them. */
final class EventSql {
    private static final int FETCH_SIZE = 2_000;

    // the lines of an event share time, provider and model, but a correction may be the first to know its price
    private static final String TEXT = """
            SELECT * FROM token_usage AS line
            WHERE provider = :provider AND "timestamp" >= :since AND "timestamp" < :until
                AND (CAST(:team AS text) IS NULL OR team = :team)
                AND (model = :model OR EXISTS (
                    SELECT FROM token_usage AS named
                    WHERE named.event_id = line.event_id AND named."timestamp" = line."timestamp"
                        AND named.priced_model = :model))
            ORDER BY event_id, "timestamp", entry
            """;

    private EventSql() {}

    static void ask(Handle handle, EventQuery query, Consumer<List<LedgerEntry>> consumer) {
        List<LedgerEntry> event = new ArrayList<>();
        try (Query sql = handle.createQuery(TEXT)) {
            sql.bind("provider", query.provider())
                    .bind("model", query.model())
                    .bind("since", query.since())
                    .bind("until", query.until())
                    .bind("team", query.team())
                    .setFetchSize(FETCH_SIZE);
            try (ResultIterator<LedgerEntry> entries =
                    sql.map(new LedgerEntryMapper()).iterator()) {
                while (entries.hasNext()) {
                    LedgerEntry entry = entries.next();
                    if (entry.line().entry() == 0 && !event.isEmpty()) {
                        consumer.accept(List.copyOf(event));
                        event.clear();
                    }
                    event.add(entry);
                }
            }
        }
        if (!event.isEmpty()) {
            consumer.accept(List.copyOf(event));
        }
    }
}
