package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.PeriodsQuery;
import io.spendstream.sink.report.PeriodsQuery.Period;
import io.spendstream.sink.report.SpendSums;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/summary}: the header numbers. */
public final class SummaryView {
    private static final int SHORT_MINUTES = 5;
    private static final int LONG_MINUTES = 15;
    private static final int CALLS_MIN = 20;
    private static final int RATIO_DECIMALS = 4;

    private final LedgerReader ledger;
    private final InstantSource clock;
    private final Supplier<List<ObjectNode>> warnings;

    /**
     * What a summary is asked for.
     *
     * @param filters what it is narrowed by
     * @param zone whose days are meant
     */
    public record Question(Filters filters, ZoneId zone) {
        /** Returns the question that {@code parameters} ask. */
        public static Question of(Parameters parameters) {
            return new Question(Filters.of(parameters), parameters.zone());
        }
    }

    /** Creates a view of {@code ledger}. */
    public SummaryView(LedgerReader ledger, InstantSource clock, Supplier<List<ObjectNode>> warnings) {
        this.ledger = ledger;
        this.clock = clock;
        this.warnings = warnings;
    }

    /** Returns the answer to {@code question}. */
    public ObjectNode answer(Question question) {
        Instant now = clock.instant();
        ZonedDateTime local = now.atZone(question.zone);
        Instant tomorrow = Bucket.dayBefore(now, -1, question.zone);
        ZonedDateTime lastMonth = local.minusMonths(1);
        List<Period> periods = List.of(
                new Period(now.minus(Duration.ofMinutes(SHORT_MINUTES)), now),
                new Period(now.minus(Duration.ofMinutes(LONG_MINUTES)), now),
                new Period(Bucket.dayBefore(now, 0, question.zone), tomorrow),
                new Period(beginningOfMonth(local), tomorrow),
                new Period(beginningOfMonth(lastMonth), lastMonth.toInstant()));
        PeriodsQuery.Answer answer = ledger.periods(new PeriodsQuery(now, periods, question.filters.where()));
        List<SpendSums> sums = answer.sums();
        boolean isShort = sums.get(0).calls() >= CALLS_MIN;
        int minutes = isShort ? SHORT_MINUTES : LONG_MINUTES;
        SpendSums recent = isShort ? sums.get(0) : sums.get(1);
        ObjectNode node = Forms.object();
        node.put("as_of", Forms.time(now));
        node.put("tz", Forms.zone(question.zone));
        node.put("currency", "USD");
        node.set("filters", question.filters.json());
        putPace(node.putObject("spend_per_hour"), recent, minutes);
        put(node.putObject("today"), periods.get(2), sums.get(2));
        put(node.putObject("month_to_date"), periods.get(3), sums.get(3));
        put(node.putObject("last_month_to_date"), periods.get(4), sums.get(4));
        node.put("month_change_ratio", change(sums.get(3), sums.get(4)));
        node.put("tokens_per_minute", perMinute(recent, minutes));
        node.put("is_empty", answer.isEmpty());
        putFreshness(node.putObject("freshness"), answer, now);
        node.putArray("warnings").addAll(warnings.get());
        return node;
    }

    private static Instant beginningOfMonth(ZonedDateTime time) {
        return time.toLocalDate().withDayOfMonth(1).atStartOfDay(time.getZone()).toInstant();
    }

    private static void put(ObjectNode node, Period period, SpendSums sums) {
        node.put("from", Forms.time(period.since()));
        node.put("to", Forms.time(period.until()));
        Forms.put(node, sums);
    }

    private static void putPace(ObjectNode node, SpendSums recent, int minutes) {
        int times = (int) Duration.ofHours(1).toMinutes() / minutes;
        node.put(
                "usd",
                recent.knownCost()
                        .map(cost -> Forms.money(cost.multiply(BigDecimal.valueOf(times))))
                        .orElse(null));
        node.put("window_minutes", minutes);
        node.put("calls", recent.calls());
        node.put("unpriced_calls", recent.unpricedCalls());
        node.put("method", "The known cost of the last %d minutes, times %d.".formatted(minutes, times));
    }

    private static @Nullable String change(SpendSums now, SpendSums before) {
        return Forms.ratio(
                        now.knownCost().flatMap(cost -> before.knownCost().map(cost::subtract)),
                        before.knownCost(),
                        RATIO_DECIMALS)
                .orElse(null);
    }

    private static long perMinute(SpendSums recent, int minutes) {
        return BigDecimal.valueOf(Math.addExact(recent.promptTokens(), recent.completionTokens()))
                .divide(BigDecimal.valueOf(minutes), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static void putFreshness(ObjectNode node, PeriodsQuery.Answer answer, Instant now) {
        node.put("newest_event_at", Forms.time(answer.newestCall()));
        node.put("newest_event_age_seconds", age(answer.newestCall(), now));
        node.put("newest_row_at", Forms.time(answer.freshness().recordedAt()));
        node.put("newest_row_age_seconds", age(answer.freshness().recordedAt(), now));
    }

    private static @Nullable BigDecimal age(@Nullable Instant time, Instant now) {
        return time == null
                ? null
                : BigDecimal.valueOf(Math.max(0, Duration.between(time, now).toMillis()), 3);
    }
}
