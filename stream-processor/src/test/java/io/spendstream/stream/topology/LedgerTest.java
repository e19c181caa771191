package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Events.missing;
import static io.spendstream.stream.topology.Metering.ALL_TODAY;
import static io.spendstream.stream.topology.Metering.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger says of an event, whatever copies of it come. */
final class LedgerTest {
    private static final Duration WINDOW = Duration.ofDays(3);

    private final Metering metering = Metering.started();

    @AfterEach
    void close() {
        metering.close();
    }

    @Test
    void anEventBecomesOnePricedLine() {
        metering.send(event("e1", NOON), NOON.plusMillis(7));

        LedgerLine line = metering.ledger().get(0);
        assertThat(line.eventId()).isEqualTo("e1");
        assertThat(line.entry()).isZero();
        assertThat(line.timestamp()).isEqualTo(NOON);
        assertThat(line.recordedAt()).isEqualTo(NOON.plusMillis(7));
        assertThat(line.attribution().project()).isEqualTo("unattributed");
        assertThat(line.pricing().cost()).isEqualTo(Money.of("0.0002"));
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aLineIsKeyedByItsEvent() {
        metering.send(event("e1", NOON));

        assertThat(metering.read(Topic.LEDGER))
                .allSatisfy(line -> assertThat(line.key()).asString().isEqualTo("e1"));
    }

    @Test
    void anEventIsPricedAtTheTimeItHappened() {
        var newYear = Instant.parse("2027-01-01T00:00:00Z");
        try (Metering atNewYear = new Metering(
                MeteringSettings.defaults(new MeteringSettings.Partitions(1, 1)), TestPrices.PRICER, newYear)) {
            atNewYear.send(event("old", newYear.minusMillis(1)), newYear.plusSeconds(9));
            atNewYear.send(event("new", newYear), newYear.plusSeconds(9));

            assertThat(atNewYear.ledger())
                    .extracting(line -> line.pricing().cost())
                    .containsExactly(Money.of("0.0002"), Money.of("0.0004"));
        }
    }

    @Test
    void aCopyDoesNotCountAgain() {
        metering.send(event("e1", NOON));
        metering.send(event("e1", NOON.plusSeconds(3)), NOON.plusSeconds(60));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("accepted")).isEqualTo(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aCopyWithOtherAttributionDoesNotCountAgain() {
        metering.send(event("e1", NOON));
        metering.send(
                event("e1", NOON, ModelCall.of("azure", "gpt-test-2"), UsageCounts.of(100, 10), UsageStatus.FINAL));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
    }

    @Test
    void aCopyAtTheVeryEndOfTheWindowDoesNotCountAgain() {
        var ahead = NOON.plus(Duration.ofMinutes(5));
        metering.send(event("e1", ahead), NOON);
        metering.send(event("e1", ahead), ahead.plus(WINDOW));
        metering.send(event("e1", ahead), ahead.plus(WINDOW).plusMillis(1));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
        assertThat(metering.outcome("too_late")).isEqualTo(1);
    }

    @Test
    void aCopyFromAnotherRouteThatSaysItHappenedLaterDoesNotCountAgain() {
        metering.send(event("e1", NOON));
        var later = NOON.plus(Duration.ofHours(1));
        metering.send(event("e1", later), later.plus(WINDOW));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
    }

    @Test
    void aCopyDoesNotCountAgainAfterTheBrokersClockWentBack() {
        metering.send(event("e1", NOON));
        metering.send(event("e1", NOON.minusSeconds(30)), NOON.minusSeconds(20));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
    }

    @Test
    void whatIsReadAgainAfterItWasForgottenIsTooLateRatherThanNew() {
        metering.send(event("old", NOON));
        var later = NOON.plus(Duration.ofDays(10));
        metering.send(event("new", later));
        metering.send(event("old", NOON), NOON);

        assertThat(metering.ledger()).hasSize(2);
        assertThat(metering.outcome("too_late")).isEqualTo(1);
    }

    @Test
    void aFinalEventCorrectsAProvisionalOne() {
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        metering.send(event("e1", NOON.plusSeconds(900), UsageCounts.of(100, 10), UsageStatus.FINAL));

        LedgerLine correction = metering.ledger().get(1);
        assertThat(correction.entry()).isEqualTo(1);
        assertThat(correction.reason()).isEqualTo("superseded");
        assertThat(correction.timestamp()).isEqualTo(NOON);
        assertThat(correction.usage()).isEqualTo(UsageCounts.of(0, 8));
        assertThat(correction.pricing().cost()).isEqualTo(Money.of("0.00008"));
        assertThat(correction.usageStatus()).isEqualTo(UsageStatus.FINAL);
        assertThat(metering.outcome("corrected")).isEqualTo(1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aLineCarriesTheFlagsOfTheEventThatCausedIt() {
        UsageEvent cut = event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL);
        metering.send(flagged(cut, Set.of("malformed")));
        metering.send(flagged(event("e1", NOON, UsageCounts.of(100, 10)), Set.of("clamped", "total_mismatch")));

        assertThat(metering.ledger())
                .extracting(LedgerLine::usageFlags)
                .containsExactly(Set.of("malformed"), Set.of("clamped", "total_mismatch"));
    }

    @Test
    void aFlagDoesNotMakeACopyAnotherEvent() {
        metering.send(event("e1", NOON));
        metering.send(flagged(event("e1", NOON), Set.of("total_mismatch")));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
    }

    @Test
    void aCorrectionMayTakeBack() {
        metering.send(event("e1", NOON, UsageCounts.of(100, 10), UsageStatus.PROVISIONAL));
        metering.send(event("e1", NOON, UsageCounts.of(40, 0), UsageStatus.FINAL));

        assertThat(metering.ledger().get(1).pricing().cost()).isEqualTo(Money.of("-0.00016"));
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 40, 0, Money.of("0.00004"), 0));
    }

    @Test
    void aCorrectionTouchesTheTotalsTheFirstLineTouched() {
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        var elsewhere = ModelCall.of("azure", "another-model");
        var tomorrow = NOON.plus(Duration.ofDays(1));
        metering.send(event("e1", tomorrow, elsewhere, UsageCounts.of(100, 10), UsageStatus.FINAL));

        assertThat(metering.totals().keySet())
                .allMatch(key -> key.day() == null || key.day().equals(ALL_TODAY.day()));
        assertThat(metering.totals().keySet()).noneMatch(key -> key.values().contains("another-model"));
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aCorrectionIsPricedByTheTierThatWasServed() {
        var priority = new ModelCall("openai", "gpt-test", null, null, "priority");
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        metering.send(event("e1", NOON, priority, UsageCounts.of(100, 10), UsageStatus.FINAL));

        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0004"), 0));
    }

    @Test
    void missingUsageIsUnmeteredUntilItIsKnown() {
        metering.send(missing("e1", NOON));
        LedgerLine line = metering.ledger().get(0);
        assertThat(line.pricing().status()).isEqualTo(PricingStatus.UNMETERED);
        assertThat(line.pricing().cost()).isNull();
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 0, 0, Money.ZERO, 1));

        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        metering.send(event("e1", NOON, UsageCounts.of(100, 10), UsageStatus.FINAL));

        assertThat(metering.ledger()).extracting(LedgerLine::unpricedCalls).containsExactly(-1, 0);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void anUnpricedModelIsCountedWithoutACost() {
        var unknown = ModelCall.of("openai", "unknown");
        metering.send(event("e1", NOON, unknown, UsageCounts.of(100, 10), UsageStatus.FINAL));

        LedgerLine line = metering.ledger().get(0);
        assertThat(line.pricing().status()).isEqualTo(PricingStatus.UNPRICED);
        assertThat(line.unpricedCalls()).isEqualTo(1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.ZERO, 1));
    }

    @Test
    void aSecondProvisionalEventWithTheSameCountsIsADuplicate() {
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
    }

    @Test
    void aLessSureEventAfterASurerOneIsADuplicate() {
        metering.send(event("e1", NOON));
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        metering.send(missing("e1", NOON));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(2);
    }

    @Test
    void anEventThatContradictsTheOneThatCountedIsRefused() {
        metering.send(event("e1", NOON, UsageCounts.of(100, 10)));
        metering.send(event("e1", NOON, UsageCounts.of(100, 11)));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(metering.deadLetters())
                .extracting(letter -> letter.reason())
                .containsExactly(RejectionReason.CONFLICT);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aRefusedCorrectionLeavesTheFirstLineToBeCorrected() {
        metering.send(event("e1", NOON, UsageCounts.of(100, 2), UsageStatus.PROVISIONAL));
        metering.send(event("e1", NOON, UsageCounts.of(20_000_000_000L, 0), UsageStatus.FINAL));
        metering.send(event("e1", NOON, UsageCounts.of(100, 10), UsageStatus.FINAL));

        assertThat(metering.outcome("cost_too_large")).isEqualTo(1);
        assertThat(metering.outcome("corrected")).isEqualTo(1);
        assertThat(metering.totals()).containsEntry(ALL_TODAY, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    private static UsageEvent flagged(UsageEvent event, Set<String> flags) {
        return new UsageEvent(
                event.eventId(),
                event.timestamp(),
                event.attribution(),
                event.call(),
                event.usage(),
                event.usageStatus(),
                event.providerCost(),
                event.latencyMillis(),
                event.status(),
                flags);
    }
}
