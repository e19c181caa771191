package io.spendstream.sink.report;

import io.spendstream.sink.write.Rollup;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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
        String text = """
                SELECT bucket FROM (
                    SELECT bucket, sum(sum(calls)) OVER (ORDER BY bucket DESC) AS calls FROM token_usage_rollup
                    WHERE bucket >= :since AND bucket < :end %s GROUP BY bucket) AS seen
                WHERE calls >= :limit ORDER BY bucket DESC LIMIT 1
                """.formatted(filters);
        try (Query sql = handle.createQuery(text)) {
            bindFilters(sql);
            return sql.bind("since", query.since())
                    .bind("end", Rollup.bucketOf(query.before().timestamp()))
                    .bind("limit", query.limit())
                    .mapTo(OffsetDateTime.class)
                    .findOne()
                    .map(time -> time.withOffsetSameInstant(ZoneOffset.UTC).toInstant())
                    .orElse(query.since());
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
