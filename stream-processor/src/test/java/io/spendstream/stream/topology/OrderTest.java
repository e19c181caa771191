package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.ALL_TODAY;
import static io.spendstream.stream.topology.Metering.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Corrections that operators order: each is posted once, or refused. */
final class OrderTest {
    private static final ModelCall MODEL = ModelCall.of("acme", "m");
    private static final Instant LATER = NOON.plusSeconds(600);
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private final ChangingPrices prices = new ChangingPrices();
    private final Metering metering =
            new Metering(MeteringSettings.defaults(new MeteringSettings.Partitions(1, 1)), prices, NOON);

    OrderTest() {
        prices.change(NOON, Map.of("m", 2));
    }

    @AfterEach
    void close() {
        metering.close();
    }

    private LedgerLine sent(String id) {
        return sent(event(id, NOON, MODEL, UsageCounts.of(100, 0), UsageStatus.FINAL));
    }

    private LedgerLine sent(UsageEvent event) {
        metering.send(event);
        List<LedgerLine> lines = metering.ledger();
        return lines.get(lines.size() - 1);
    }

    private static LedgerLine order(LedgerLine of, int entry, String cost) {
        return order(of, entry, cost, 0);
    }

    private static LedgerLine order(LedgerLine of, int entry, String cost, int unpricedCalls) {
        return order(of, entry, "repriced", UsageCounts.none(), Money.of(cost), unpricedCalls);
    }

    private static LedgerLine order(
            LedgerLine of, int entry, String reason, UsageCounts usage, @Nullable Money cost, int unpricedCalls) {
        PricingStatus status = cost == null ? PricingStatus.UNPRICED : PricingStatus.PRICED;
        return new LedgerLine(
                of.eventId(),
                entry,
                reason,
                "ada",
                of.timestamp(),
                of.recordedAt(),
                of.attribution(),
                of.call(),
                usage,
                of.usageStatus(),
                new Pricing(status, cost, "m", "test/m2", "exact", "book-2"),
                unpricedCalls,
                null,
                null,
                null,
                Set.of());
    }

    private List<RejectionReason> refused() {
        return metering.deadLetters().stream().map(DeadLetter::reason).toList();
    }

    @Test
    void anOrderBecomesALineThatIsRecordedWhenItWasGiven() {
        LedgerLine line = sent("e1");
        metering.order(order(line, 1, "-0.00005"), LATER);

        LedgerLine correction = metering.ledger().get(0);
        assertThat(correction.entry()).isEqualTo(1);
        assertThat(correction.reason()).isEqualTo("repriced");
        assertThat(correction.operator()).isEqualTo("ada");
        assertThat(correction.recordedAt()).isEqualTo(LATER);
        assertThat(correction.timestamp()).isEqualTo(NOON);
        assertThat(correction.pricing().cost()).isEqualTo(Money.of("-0.00005"));
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.00015"), 0));
        assertThat(metering.outcome("corrected")).isZero();
    }

    @Test
    void aRepricingBelowABudgetResolvesItsAlertAndOneOfAClosedDayWakesNobody() {
        LedgerLine line = sent(event("e1", NOON, MODEL, UsageCounts.of(3_000_000, 0), UsageStatus.FINAL));
        assertThat(metering.alertIds()).containsExactly("global-daily|2026-11-21T00:00:00Z|actual|1|1|firing");

        metering.order(order(line, 1, "-2"), LATER);
        assertThat(metering.alertIds()).containsExactly("global-daily|2026-11-21T00:00:00Z|actual|1|1|resolved");

        metering.order(order(line, 2, "7"), Instant.parse("2026-11-22T02:00:00Z"));
        assertThat(metering.alertIds()).isEmpty();
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 3_000_000, 0, Money.of("11"), 0));
    }

    @Test
    void theSameOrderGivenAgainIsPassedOver() {
        LedgerLine line = sent("e1");
        metering.order(order(line, 1, "0.0001"), LATER);
        metering.order(order(line, 1, "0.0001"), LATER.plusSeconds(1));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(refused()).isEmpty();
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0003"), 0));
    }

    @Test
    void anOlderOrderGivenAgainIsPassedOverToo() {
        LedgerLine line = sent("e1");
        metering.order(order(line, 1, "0.0001"), LATER);
        metering.order(order(line, 2, "0.0002"), LATER.plusSeconds(1));
        metering.order(order(line, 1, "0.0001"), LATER.plusSeconds(2));

        assertThat(metering.ledger()).extracting(LedgerLine::entry).containsExactly(1, 2);
        assertThat(refused()).isEmpty();
    }

    @Test
    void anotherOrderForAnEntryThatIsTakenIsRefused() {
        LedgerLine line = sent("e1");
        metering.order(order(line, 1, "0.0001"), LATER);
        metering.order(order(line, 1, "0.0007"), LATER.plusSeconds(1));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(refused()).containsExactly(RejectionReason.CONFLICT);
    }

    @Test
    void anOrderMadeBeforeASurerEventCameIsRefused() {
        LedgerLine line = sent(event("e1", NOON, MODEL, UsageCounts.of(10, 0), UsageStatus.PROVISIONAL));
        sent("e1");
        metering.order(order(line, 1, "0.0001"), LATER);

        assertThat(metering.ledger()).isEmpty();
        assertThat(refused()).containsExactly(RejectionReason.CONFLICT);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0002"), 0));
    }

    @Test
    void aSurerEventAfterAnOrderTakesTheNextEntryWheneverInAMinuteTheFirstCame() {
        sent("e0");
        metering.send(event("e1", NOON, MODEL, UsageCounts.of(10, 0), UsageStatus.PROVISIONAL), NOON.plusSeconds(30));
        LedgerLine line = metering.ledger().get(0);
        metering.order(order(line, 1, "0.00001"), NOON.plusSeconds(35));
        metering.send(event("e1", NOON, MODEL, UsageCounts.of(100, 0), UsageStatus.FINAL), NOON.plusSeconds(40));

        assertThat(metering.ledger()).extracting(LedgerLine::entry).containsExactly(1, 2);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(2, 200, 0, Money.of("0.0004"), 0));
    }

    @Test
    void aSurerEventAfterAnOrderAddsTheDifferenceToWhatWasOrdered() {
        LedgerLine line = sent(event("e1", NOON, MODEL, UsageCounts.of(10, 0), UsageStatus.PROVISIONAL));
        metering.order(order(line, 1, "0.00001"), LATER);
        LedgerLine last = sent(event("e1", NOON, MODEL, UsageCounts.of(100, 0), UsageStatus.FINAL));

        assertThat(last.entry()).isEqualTo(2);
        assertThat(last.pricing().cost()).isEqualTo(Money.of("0.00017"));
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0002"), 0));
    }

    @Test
    void whatAnOrderPricesWaitsNoLonger() {
        LedgerLine line =
                sent(event("e1", NOON, ModelCall.of("acme", "new"), UsageCounts.of(100, 0), UsageStatus.FINAL));
        metering.order(order(line, 1, "0.0009", -1), LATER);
        prices.change(LATER, Map.of("m", 2, "new", 5));
        metering.pass(A_WHILE);

        assertThat(metering.ledger()).extracting(LedgerLine::reason).containsExactly("repriced");
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0009"), 0));
    }

    @Test
    void anOrderMadeBeforeAPriceCameIsRefused() {
        LedgerLine line =
                sent(event("e1", NOON, ModelCall.of("acme", "new"), UsageCounts.of(100, 0), UsageStatus.FINAL));
        prices.change(LATER, Map.of("m", 2, "new", 5));
        metering.pass(A_WHILE);
        metering.order(order(line, 1, "0.0009", -1), LATER.plusSeconds(9));

        assertThat(metering.ledger()).extracting(LedgerLine::reason).containsExactly("priced");
        assertThat(refused()).containsExactly(RejectionReason.CONFLICT);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0005"), 0));
    }

    @Test
    void anEventThatWasForgottenLongAgoCanStillBeCorrected() {
        LedgerLine line = sent("e1");
        var longAfter = NOON.plus(Duration.ofDays(20));
        sent(event("e2", longAfter, MODEL, UsageCounts.of(1, 0), UsageStatus.FINAL));
        metering.order(order(line, 1, "0.0001"), longAfter);
        metering.order(order(line, 1, "0.0001"), longAfter.plusSeconds(1));

        assertThat(metering.ledger()).extracting(LedgerLine::entry).containsExactly(1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0003"), 0));
    }

    @Test
    void ordersThatAreReadAgainLongAfterAreTooLate() {
        LedgerLine line = sent("e1");
        metering.order(order(line, 1, "0.0001"), LATER);
        var longAfter = LATER.plus(Duration.ofDays(20));
        metering.order(order(sent("e2"), 1, "0.0001"), longAfter);
        metering.order(order(line, 1, "0.0001"), LATER);

        assertThat(metering.ledger()).hasSize(1);
        assertThat(refused()).containsExactly(RejectionReason.TOO_LATE);
    }

    @Test
    void anOrderIsRememberedThoughNoUsageComesForDays() {
        LedgerLine line = sent("e1");
        var idle = NOON.plus(Duration.ofDays(10));
        metering.order(order(line, 1, "0.0001"), idle);
        sent(event("e2", idle.plusSeconds(5), MODEL, UsageCounts.of(1, 0), UsageStatus.FINAL));
        metering.order(order(line, 1, "0.0001"), idle.plusSeconds(9));

        assertThat(metering.ledger()).isEmpty();
        assertThat(refused()).isEmpty();
    }

    @Test
    void whatIsNoOrderIsSetAside() {
        LedgerLine line = sent("e1");
        metering.order(line, LATER);
        metering.order(order(line, 1, "priced", UsageCounts.none(), Money.of("1"), 0), LATER);
        metering.order(order(line, 1, "repriced", UsageCounts.of(1, 0), Money.of("1"), 0), LATER);
        metering.order(order(line, 1, "repriced", UsageCounts.none(), null, 0), LATER);
        metering.order(order(line, 1, "1", 1), LATER);
        metering.order(order(line, 1, "10000"), LATER);
        send("e1", null);
        send("e1", "{}".getBytes(UTF_8));
        send("e2", LedgerLineJson.write(order(line, 1, "1")));

        assertThat(metering.ledger()).isEmpty();
        assertThat(refused())
                .containsExactly(
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.COST_TOO_LARGE,
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.INVALID_VALUE,
                        RejectionReason.KEY_MISMATCH);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 0, Money.of("0.0002"), 0));
    }

    private void send(String key, byte @Nullable [] value) {
        metering.send(Topic.CORRECTIONS, new TestRecord<>(key.getBytes(UTF_8), value, new RecordHeaders(), LATER));
    }
}
