package io.spendstream.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.write.LedgerRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTotalsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final LocalDate EARLIER = LocalDate.parse("2026-11-01");

    private final LedgerTotals totals = new LedgerTotals(EARLIER, Map.of(0, 10L));

    @Test
    void agreesWithTotalsThatSayWhatTheLinesSay() {
        totals.add(row(8));
        totals.add(row(9));

        View view = totals.compare(topic(2));

        assertThat(view.different()).isZero();
        assertThat(view.compared()).isEqualTo(Dimension.ofLines().size());
    }

    @Test
    void aLineThatCameMeanwhileMayBeInATotalOrNot() {
        totals.add(row(9));
        totals.add(row(10));

        assertThat(totals.compare(topic(1)).different()).isZero();
        assertThat(totals.compare(topic(2)).different()).isZero();
        assertThat(totals.compare(topic(3)).different()).isEqualTo(6);
        assertThat(totals.compare(topic(0)).different()).isEqualTo(6);
    }

    @Test
    void namesTheTotalThatIsWrongWithBothFigures() {
        totals.add(row(1));
        Map<TotalKey, Tally> topic = topic(1);
        topic.put(new TotalKey(Dimension.TEAM, List.of("care"), DAY), tally(1).plus(tally(1)));

        View view = totals.compare(topic);

        assertThat(view.different()).isOne();
        assertThat(String.valueOf(view.first()))
                .startsWith(
                        "day 2026-11-20, team care: calls 2, the ledger says 1; prompt tokens 20, the ledger says 10");
    }

    @Test
    void seesATotalThatNoLineStandsBehind() {
        totals.add(row(1));
        Map<TotalKey, Tally> topic = topic(1);
        topic.put(new TotalKey(Dimension.TEAM, List.of("nobody"), DAY), tally(1));

        assertThat(totals.compare(topic).different()).isOne();
    }

    @Test
    void leavesOutDaysOfWhichNotEveryLineIsKnown() {
        var late = new LedgerTotals(LocalDate.parse("2026-11-21"), Map.of(0, 10L));
        late.add(row(1));

        assertThat(late.compare(topic(7)).different()).isZero();
    }

    private static LedgerRow row(long offset) {
        var event = new UsageEvent(
                "e-" + offset,
                NOON,
                Attribution.builder("s").team("care").taskType("t").agent("a").build(),
                ModelCall.of("acme", "m"),
                UsageCounts.of(10, 1),
                UsageStatus.FINAL,
                null,
                null,
                null,
                Set.of());
        var pricing = new Pricing(PricingStatus.PRICED, Money.of("0.5"), "m", "p", "exact", "b");
        LedgerLine line = LedgerLine.of(event, pricing, NOON);
        return new LedgerRow(0, offset, line, LedgerLineJson.write(line));
    }

    private static Tally tally(long calls) {
        return new Tally(calls, 10 * calls, calls, Money.of("0.5"), 0);
    }

    /** Returns the totals of {@code calls} such lines. */
    private static Map<TotalKey, Tally> topic(int calls) {
        Tally sum = Tally.ZERO;
        for (int i = 0; i < calls; i++) {
            sum = sum.plus(tally(1));
        }
        Map<TotalKey, Tally> topic = new HashMap<>();
        for (Dimension dimension : Dimension.ofLines()) {
            topic.put(new TotalKey(dimension, dimension.valuesOf(row(0).line()), DAY), sum);
        }
        return topic;
    }
}
