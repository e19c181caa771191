package io.spendstream.sink.report;

import io.spendstream.sink.report.PeriodsQuery.Period;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Asks the database what several periods add up to. */
final class PeriodsSql {
    private static final String NEWEST_CALL = """
            SELECT max("timestamp") FROM token_usage
            WHERE "timestamp" >= (SELECT max(bucket) FROM token_usage_rollup WHERE calls > 0 AND bucket > :aDayAgo)
            """;

    private PeriodsSql() {}

    static PeriodsQuery.Answer ask(Handle handle, PeriodsQuery query, Freshness freshness) {
        List<SpendSums> sums = new ArrayList<>();
        for (Period period : query.periods()) {
            sums.add(sums(handle, query, period));
        }
        @Nullable
        OffsetDateTime newest = handle.createQuery(NEWEST_CALL)
                .bind("aDayAgo", query.now().minus(Duration.ofDays(1)))
                .mapTo(OffsetDateTime.class)
                .findOne()
                .orElse(null);
        boolean isEmpty = handle.createQuery("SELECT NOT EXISTS (SELECT FROM token_usage_rollup_day)")
                .mapTo(Boolean.class)
                .one();
        return new PeriodsQuery.Answer(sums, freshness, newest == null ? null : newest.toInstant(), isEmpty);
    }

    private static SpendSums sums(Handle handle, PeriodsQuery query, Period period) {
        if (period.since().equals(period.until())) {
            return SpendSums.ZERO;
        }
        Source source = Source.of(period.since(), period.until(), List.of(), List.of(), query.where());
        try (Query sql = handle.createQuery("SELECT %s FROM %s AS read".formatted(SpendSums.OF_ROLLUP, source.sql()))) {
            source.bind(sql);
            return sql.map((row, context) -> SpendSums.read(row)).one();
        }
    }
}
