package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Asks the database for the newest lines. Rows are ordered by time only roughly, so a span is read whole and then sorted:
 * first the last seconds; if they hold too few lines, as far back as the rollup says that there are enough.
 */
final class NewestSql {
    private static final List<Duration> FIRST_SPANS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(2));

    private final NewestQuery query;
    private final String filters;

    NewestSql(NewestQuery query) {
        this.query = query;
        filters = query.where().keySet().stream()
                        .map(dimension -> " AND " + dimension.column() + " = :" + dimension.name())
                        .collect(Collectors.joining())
                + (query.status() == null ? "" : " AND pricing_status = :status");
    }

    List<LedgerEntry> ask(Handle handle) {
        Instant end = query.before().timestamp();
        for (Duration span : FIRST_SPANS) {
            Instant beginning = latest(end.minus(span), query.since());
            List<LedgerEntry> lines = lines(handle, beginning);
            if (lines.size() == query.limit() || beginning.equals(query.since())) {
                return lines;
            }
        }
        return lines(handle, latest(beginningOfEnough(handle), query.since()));
    }

    private List<LedgerEntry> lines(Handle handle, Instant beginning) {
        String text = """
            SELECT * FROM token_usage
            WHERE "timestamp" >= :since AND "timestamp" <= :end AND ("timestamp", id) < (:end, :id) %s
            ORDER BY "timestamp" DESC, id DESC LIMIT :limit
            """.formatted(filters);
        try (Query sql = handle.createQuery(text)) {
            bindFilters(sql);
            return sql.bind("since", beginning)
                    .bind("end", query.before().timestamp())
                    .bind("id", query.before().id())
                    .bind("limit", query.limit())
                    .map(new LedgerEntryMapper())
                    .list();
        }
    }

    /** Returns the beginning of the newest whole buckets that hold as many lines as are wanted. */
    private Instant beginningOfEnough(Handle handle) {
        if (query.where().containsKey(SpendDimension.SESSION)) {
            return query.since();
        }
        return new EnoughLines((level, since, until) -> count(handle, level, since, until), query.limit())
                .beginning(query.since(), query.before().timestamp());
    }

    private List<EnoughLines.Bucket> count(Handle handle, Rollup.Level level, Instant since, Instant until) {
        String text = """
            SELECT bucket, sum(calls)::bigint AS calls FROM %s
            WHERE bucket >= :since AND bucket < :until %s GROUP BY bucket ORDER BY bucket DESC
            """.formatted(level.table(), filters);
        try (Query sql = handle.createQuery(text)) {
            bindFilters(sql);
            return sql.bind("since", since)
                    .bind("until", until)
                    .map((row, context) -> new EnoughLines.Bucket(
                            Objects.requireNonNull(row.getObject("bucket", OffsetDateTime.class))
                                    .toInstant(),
                            row.getLong("calls")))
                    .list();
        }
    }

    private void bindFilters(Query sql) {
        query.where().forEach((dimension, value) -> sql.bind(dimension.name(), value));
        if (query.status() != null) {
            sql.bind("status", query.status().wireName());
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
