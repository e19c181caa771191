package io.spendstream.stream.dedupe;

import static io.spendstream.contract.UsageStatus.FINAL;
import static io.spendstream.contract.UsageStatus.MISSING;
import static io.spendstream.contract.UsageStatus.PROVISIONAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an event is, given what is remembered. */
final class VerdictTest {
    private static final UsageCounts SOME = UsageCounts.of(100, 10);
    private static final UsageCounts OTHER = UsageCounts.of(100, 11);

    @Test
    void whatIsNotRememberedCounts() {
        assertThat(Verdict.on(event(FINAL, SOME), null)).isEqualTo(Verdict.FIRST);
    }

    @Test
    void aHigherStatusSupersedesALowerOneWhateverTheCounts() {
        assertThat(Verdict.on(event(PROVISIONAL, SOME), seen(MISSING, UsageCounts.none())))
                .isEqualTo(Verdict.SUPERSEDES);
        assertThat(Verdict.on(event(FINAL, SOME), seen(PROVISIONAL, SOME))).isEqualTo(Verdict.SUPERSEDES);
        assertThat(Verdict.on(event(FINAL, OTHER), seen(PROVISIONAL, SOME))).isEqualTo(Verdict.SUPERSEDES);
    }

    @Test
    void aLowerStatusSaysNothingNew() {
        assertThat(Verdict.on(event(PROVISIONAL, OTHER), seen(FINAL, SOME))).isEqualTo(Verdict.DUPLICATE);
        assertThat(Verdict.on(event(MISSING, UsageCounts.none()), seen(PROVISIONAL, SOME)))
                .isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void theSameStatusAndCountsAreADuplicate() {
        assertThat(Verdict.on(event(FINAL, SOME), seen(FINAL, SOME))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void theSameStatusWithOtherCountsIsAConflict() {
        for (UsageStatus status : new UsageStatus[] {PROVISIONAL, FINAL}) {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> Verdict.on(event(status, OTHER), seen(status, SOME)))
                    .withMessageContaining("output=10")
                    .withMessageContaining("output=11")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectionReason.CONFLICT));
        }
    }

    private static UsageEvent event(UsageStatus status, UsageCounts usage) {
        return new UsageEvent(
                "e1",
                Instant.EPOCH,
                Attribution.builder("s").build(),
                ModelCall.of("openai", "gpt-4o"),
                usage,
                status,
                null,
                null,
                null,
                Set.of());
    }

    private static SeenEvent seen(UsageStatus status, UsageCounts usage) {
        var unpriced = new Pricing(PricingStatus.UNPRICED, null, null, null, null, null);
        return SeenEvent.of(LedgerLine.of(event(status, usage), unpriced, Instant.EPOCH));
    }
}
