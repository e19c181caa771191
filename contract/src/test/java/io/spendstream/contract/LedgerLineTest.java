package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerLineTest {
    @Test
    void showsDimensionsThatWereNotSaidAsUnattributed() {
        Attribution attribution = Examples.pricedLine().attribution();

        assertThat(attribution.taskType()).isEqualTo("unattributed");
        assertThat(attribution.team()).isEqualTo("unattributed");
        assertThat(attribution.agent()).isEqualTo("unattributed");
        assertThat(attribution.project()).isEqualTo("unattributed");
        assertThat(attribution.user()).isNull();
        assertThat(attribution.environment()).isNull();
    }

    @Test
    void keepsDimensionsThatWereSaid() {
        LedgerLine line = LedgerLine.of(Examples.fullEvent(), Examples.priced("1"), Examples.RECORDED_AT);

        assertThat(line.attribution()).isEqualTo(Examples.fullAttribution());
    }

    @Test
    void addsItsCostAndTokensAndOneCallToATally() {
        assertThat(Examples.pricedLine().tally()).isEqualTo(new Tally(1, 1234, 321, Money.of("0.0009505"), 0));
    }

    @Test
    void addsAnUnknownCostAsAnUnpricedCallNotAsAZero() {
        assertThat(Examples.unpricedLine().tally()).isEqualTo(new Tally(1, 1234, 321, Money.ZERO, 1));
        assertThat(Examples.unmeteredLine().tally()).isEqualTo(new Tally(1, 0, 0, Money.ZERO, 1));
    }

    @Test
    void addsNoFurtherCallAsACorrection() {
        Tally tally = Examples.fullCorrection().tally();

        assertThat(tally.calls()).isZero();
        assertThat(tally.promptTokens()).isNegative();
        assertThat(tally.completionTokens()).isNegative();
        assertThat(tally.cost()).isEqualTo(Money.of("-0.00003400000001"));
        assertThat(tally.unpricedCalls()).isEqualTo(-1);
    }

    @Test
    void theTallyOfAllEntriesIsWhatIsKnownNow() {
        LedgerLine usage = Examples.unpricedLine();
        LedgerLine correction = new LedgerLine(
                usage.eventId(),
                1,
                "repriced",
                "operator-1",
                usage.timestamp(),
                usage.recordedAt(),
                usage.attribution(),
                usage.call(),
                UsageCounts.none(),
                UsageStatus.FINAL,
                Examples.priced("0.5"),
                -1,
                null,
                null,
                null,
                Set.of());

        assertThat(usage.tally().plus(correction.tally())).isEqualTo(new Tally(1, 1234, 321, Money.of("0.5"), 0));
        assertThat(usage.tally().plus(correction.tally()).minus(correction.tally()))
                .isEqualTo(usage.tally());
    }

    @ParameterizedTest
    @CsvSource({"0, superseded, 0", "1,, 0", "-1, superseded, 0", "32768, superseded, 0", "1, superseded, 2", "0,, -2"})
    void refusesEntriesReasonsAndUnpricedCallsThatDoNotFit(int entry, @Nullable String reason, int unpricedCalls) {
        LedgerLine line = Examples.pricedLine();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LedgerLine(
                        line.eventId(),
                        entry,
                        reason,
                        null,
                        line.timestamp(),
                        line.recordedAt(),
                        line.attribution(),
                        line.call(),
                        line.usage(),
                        line.usageStatus(),
                        line.pricing(),
                        unpricedCalls,
                        null,
                        null,
                        null,
                        Set.of()));
    }

    @Test
    void aCostStandsExactlyWhereItIsKnown() {
        for (PricingStatus status : PricingStatus.values()) {
            if (status.hasCost()) {
                assertThatIllegalArgumentException().isThrownBy(() -> pricing(status, null));
                assertThat(pricing(status, Money.ZERO).cost()).isEqualTo(Money.ZERO);
            } else {
                assertThat(pricing(status, null).cost()).isNull();
                assertThatIllegalArgumentException().isThrownBy(() -> pricing(status, Money.ZERO));
                assertThat(pricing(status, Money.of("-1")).cost()).isEqualTo(Money.of("-1"));
            }
        }
    }

    @Test
    void aTallyThatOverflowsThrowsRatherThanWraps() {
        var full = new Tally(Long.MAX_VALUE, 0, 0, Money.ZERO, 0);

        assertThatThrownBy(() -> full.plus(Examples.pricedLine().tally())).isInstanceOf(ArithmeticException.class);
    }

    private static Pricing pricing(PricingStatus status, @Nullable Money cost) {
        return new Pricing(status, cost, null, null, null, null);
    }
}
