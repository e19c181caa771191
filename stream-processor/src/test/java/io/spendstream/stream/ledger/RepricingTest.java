package io.spendstream.stream.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.ledger.Repricing.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepricingTest {
    private static final Instant TIME = Instant.parse("2026-11-21T12:00:00Z");
    private static final Pricer ONE = pricer("1");
    private static final Pricer THREE = pricer("3");
    private static final Pricer NONE = pricer(null);

    /** Returns a pricer by which a token costs {@code usd}, or by which nothing has a price. */
    private static Pricer pricer(@Nullable String usd) {
        return (call, team, usage, usageStatus, at) -> {
            if (usageStatus == UsageStatus.MISSING) {
                return new Pricing(PricingStatus.UNMETERED, null, null, null, null, "b");
            }
            if (usd == null) {
                return new Pricing(PricingStatus.UNPRICED, null, null, null, null, "b");
            }
            long tokens = usage.promptTokens() + usage.completionTokens();
            Money cost = Money.of(new BigDecimal(usd).multiply(BigDecimal.valueOf(tokens)));
            return new Pricing(PricingStatus.PRICED, cost, "m", "acme/m@" + usd, "exact", "b");
        };
    }

    private static UsageEvent event(UsageCounts usage, UsageStatus status) {
        return new UsageEvent(
                "e1",
                TIME,
                Attribution.builder("s").team("care").build(),
                ModelCall.of("acme", "m"),
                usage,
                status,
                null,
                null,
                null,
                Set.of());
    }

    private static Posting first(Pricer pricer) {
        return Posting.first(event(UsageCounts.of(10, 2), UsageStatus.FINAL), pricer, TIME);
    }

    private static LedgerLine orderOf(Repricing repricing) {
        return Objects.requireNonNull(repricing.order());
    }

    @Test
    void ordersTheDifference() {
        Repricing repricing = Repricing.of(List.of(first(THREE).line()), ONE, "ada");

        LedgerLine order = orderOf(repricing);
        assertThat(repricing.state()).isEqualTo(State.CHANGED);
        assertThat(repricing.before()).isEqualTo(Money.of("36"));
        assertThat(repricing.after()).isEqualTo(Money.of("12"));
        assertThat(order.entry()).isEqualTo(1);
        assertThat(order.pricing().cost()).isEqualTo(Money.of("-24"));
        assertThat(order.pricing().priceId()).isEqualTo("acme/m@1");
        assertThat(order.unpricedCalls()).isZero();
        assertThat(order.operator()).isEqualTo("ada");
        assertThat(order.timestamp()).isEqualTo(TIME);
    }

    @Test
    void addsUpAllEntriesOfAnEventThatWasCorrectedBefore() {
        Posting first = Posting.first(event(UsageCounts.of(10, 0), UsageStatus.PROVISIONAL), ONE, TIME);
        Posting second = Posting.correction(first.known(), event(UsageCounts.of(10, 2), UsageStatus.FINAL), ONE, TIME);
        List<LedgerLine> entries = List.of(first.line(), second.line());

        assertThat(Repricing.of(entries, ONE, "ada").state()).isEqualTo(State.UNCHANGED);
        LedgerLine order = orderOf(Repricing.of(entries, THREE, "ada"));
        assertThat(order.entry()).isEqualTo(2);
        assertThat(order.usageStatus()).isEqualTo(UsageStatus.FINAL);
        assertThat(order.pricing().cost()).isEqualTo(Money.of("24"));

        List<LedgerLine> corrected = List.of(first.line(), second.line(), order);
        assertThat(Repricing.of(corrected, THREE, "ada").state()).isEqualTo(State.UNCHANGED);
        assertThat(orderOf(Repricing.of(corrected, ONE, "ada")).pricing().cost())
                .isEqualTo(Money.of("-24"));
    }

    @Test
    void bringsInACostThatWasNotKnown() {
        Repricing repricing = Repricing.of(List.of(first(NONE).line()), THREE, "ada");

        assertThat(repricing.before()).isNull();
        assertThat(orderOf(repricing).unpricedCalls()).isEqualTo(-1);
        assertThat(orderOf(repricing).pricing().cost()).isEqualTo(Money.of("36"));
    }

    @Test
    void leavesACostAloneForWhichThereIsNoOtherPrice() {
        Repricing repricing = Repricing.of(List.of(first(ONE).line()), NONE, "ada");

        assertThat(repricing.state()).isEqualTo(State.WITHOUT_PRICE);
        assertThat(repricing.before()).isEqualTo(Money.of("12"));
        assertThat(repricing.order()).isNull();
    }

    @Test
    void leavesCallsAloneWhoseUsageWasNotReported() {
        Posting missing = Posting.first(event(UsageCounts.none(), UsageStatus.MISSING), ONE, TIME);

        assertThat(Repricing.of(List.of(missing.line()), THREE, "ada").state()).isEqualTo(State.UNMETERED);
    }

    @Test
    void saysNothingOfAnEventOfWhichLinesAreMissing() {
        Posting first = Posting.first(event(UsageCounts.of(10, 2), UsageStatus.PROVISIONAL), ONE, TIME);
        Posting second = Posting.correction(first.known(), event(UsageCounts.of(4, 0), UsageStatus.FINAL), ONE, TIME);

        assertThat(Repricing.of(List.of(second.line()), THREE, "ada").state()).isEqualTo(State.WITHOUT_PRICE);
    }
}
