package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.ALL_TODAY;
import static io.spendstream.stream.topology.Metering.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What has no price waits, and is priced once when one comes. */
final class WaitingTest {
    private static final ModelCall NEW = ModelCall.of("acme", "new");
    private static final Instant LATER = NOON.plusSeconds(600);
    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final int MANY = 1_200;

    private final ChangingPrices prices = new ChangingPrices();
    private final Metering metering =
            new Metering(MeteringSettings.defaults(new MeteringSettings.Partitions(1, 1)), prices, NOON);

    @AfterEach
    void close() {
        metering.close();
    }

    private static UsageEvent unknown(String id) {
        return event(id, NOON, NEW, UsageCounts.of(100, 10), UsageStatus.FINAL);
    }

    private static UsageEvent provisional(String id) {
        return event(id, NOON, NEW, UsageCounts.of(100, 0), UsageStatus.PROVISIONAL);
    }

    @Test
    void aPriceThatComesLateBringsTheCostInByACorrection() {
        metering.send(unknown("e1"));
        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.ZERO, 1));

        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);

        LedgerLine correction = metering.ledger().get(0);
        assertThat(correction.entry()).isEqualTo(1);
        assertThat(correction.reason()).isEqualTo("priced");
        assertThat(correction.operator()).isNull();
        assertThat(correction.timestamp()).isEqualTo(NOON);
        assertThat(correction.recordedAt()).isEqualTo(LATER);
        assertThat(correction.attribution().team()).isEqualTo("care");
        assertThat(correction.usage()).isEqualTo(UsageCounts.none());
        assertThat(correction.unpricedCalls()).isEqualTo(-1);
        assertThat(correction.pricing().cost()).isEqualTo(Money.of("0.00022"));
        assertThat(correction.pricing().bookVersion()).isEqualTo("book-1");
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.00022"), 0));
    }

    @Test
    void theCorrectionIsKeyedByItsEventAndIsNoRecordThatWasReceived() {
        metering.send(unknown("e1"));
        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);

        assertThat(metering.read(Topic.LEDGER))
                .allSatisfy(line -> assertThat(line.key()).asString().isEqualTo("e1"));
        assertThat(metering.outcome("accepted")).isEqualTo(1);
        assertThat(metering.outcome("corrected")).isZero();
    }

    @Test
    void aPriceComesOnceHoweverOftenBooksChange() {
        metering.send(unknown("e1"));
        for (int i = 1; i <= 4; i++) {
            prices.change(LATER.plusSeconds(i), Map.of("new", 1 + i));
            metering.pass(A_WHILE);
        }
        metering.send(unknown("e1"), LATER);

        assertThat(metering.ledger()).extracting(LedgerLine::entry).containsExactly(0, 1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.00022"), 0));
    }

    @Test
    void whatTheNewBookDoesNotCoverWaitsOn() {
        metering.send(unknown("e1"));
        prices.change(LATER, Map.of("another", 2));
        metering.pass(A_WHILE);
        assertThat(metering.ledger()).hasSize(1);

        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);

        assertThat(metering.ledger()).extracting(LedgerLine::reason).containsExactly("priced");
    }

    @Test
    void aModelThatTurnsOutToBeFreeWaitsNoLonger() {
        metering.send(unknown("e1"));
        prices.change(LATER, Map.of("new", 0));
        metering.pass(A_WHILE);

        LedgerLine correction = metering.ledger().get(1);
        assertThat(correction.pricing().status()).isEqualTo(PricingStatus.FREE);
        assertThat(correction.unpricedCalls()).isEqualTo(-1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.ZERO, 0));
    }

    @Test
    void anEventThatIsSupersededWhileItWaitsIsPricedAsWhatItBecame() {
        metering.send(provisional("e1"));
        metering.send(unknown("e1"), NOON.plusSeconds(9));
        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);

        List<LedgerLine> lines = metering.ledger();
        assertThat(lines).extracting(LedgerLine::reason).containsExactly(null, "superseded", "priced");
        assertThat(lines).extracting(LedgerLine::entry).containsExactly(0, 1, 2);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.00022"), 0));
    }

    @Test
    void anEventThatIsSupersededAfterItWasPricedAddsTheDifference() {
        metering.send(provisional("e1"));
        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);
        metering.send(unknown("e1"), LATER);

        List<LedgerLine> lines = metering.ledger();
        assertThat(lines).extracting(LedgerLine::reason).containsExactly(null, "priced", "superseded");
        assertThat(lines).extracting(LedgerLine::entry).containsExactly(0, 1, 2);
        assertThat(lines.get(2).pricing().cost()).isEqualTo(Money.of("0.00002"));
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.00022"), 0));
    }

    @Test
    void anEventThatIsSupersededAfterItWasPricedIsCorrectedOnceWheneverInAMinuteItCame() {
        metering.send(unknown("e0"));
        metering.send(provisional("e1"), NOON.plusSeconds(30));
        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);
        metering.send(unknown("e1"), NOON.plusSeconds(40));

        List<LedgerLine> lines = metering.ledger().stream()
                .filter(line -> line.eventId().equals("e1"))
                .toList();
        assertThat(lines).extracting(LedgerLine::entry).containsExactly(0, 1, 2);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(2, 200, 20, Money.of("0.00044"), 0));
    }

    @Test
    void anEventWhosePriceCameWithTheSurerOneIsNotPricedAgain() {
        metering.send(provisional("e1"));
        prices.change(LATER, Map.of("new", 2));
        metering.send(unknown("e1"), NOON.plusSeconds(1));
        metering.pass(A_WHILE);
        prices.change(LATER, Map.of("new", 3));
        metering.pass(A_WHILE);

        assertThat(metering.ledger()).extracting(LedgerLine::reason).containsExactly(null, "superseded");
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.00022"), 0));
    }

    @Test
    void usageThatWasNotReportedIsNoMatterOfPrice() {
        metering.send(Events.missing("e1", NOON));
        prices.change(LATER, Map.of("gpt-test", 2));
        metering.pass(A_WHILE);

        assertThat(metering.ledger()).hasSize(1);
    }

    @Test
    void whatWouldCostMoreThanALineHoldsWaitsOnAndStopsNothing() {
        metering.send(event("huge", NOON, NEW, UsageCounts.of(900_000_000_000L, 0), UsageStatus.FINAL));
        metering.send(unknown("e1"));
        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);

        assertThat(metering.ledger())
                .filteredOn(line -> line.entry() > 0)
                .extracting(LedgerLine::eventId)
                .containsExactly("e1");
    }

    @Test
    void manyThatWaitArePricedSliceBySliceAndEachOnce() {
        for (int i = 0; i < MANY; i++) {
            metering.send(unknown("e" + i));
        }
        prices.change(LATER, Map.of("new", 2));
        metering.pass(A_WHILE);
        metering.pass(A_WHILE);

        assertThat(metering.ledger())
                .filteredOn(line -> line.entry() == 1)
                .extracting(LedgerLine::eventId)
                .hasSize(MANY)
                .doesNotHaveDuplicates();
        assertThat(metering.totals())
                .containsEntry(ALL_TODAY, new Tally(MANY, 100L * MANY, 10L * MANY, Money.of("0.264"), 0));
    }

    @Test
    void whatIsPricedLongAfterwardsIsInTheLedgerAndLeavesForgottenTotalsAlone() {
        metering.send(unknown("e1"));
        metering.totals();
        var muchLater = NOON.plus(Duration.ofDays(60));
        prices.change(muchLater, Map.of("new", 2));
        metering.pass(A_WHILE);

        assertThat(metering.ledger()).extracting(LedgerLine::reason).containsExactly(null, "priced");
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.ZERO, 1));
    }
}
