package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetStateTest {
    private static final Instant TIME = Instant.parse("2026-11-21T20:43:28.001Z");
    private static final ModelCall CALL = ModelCall.of("openai", "gpt-4o");

    static final List<BudgetState> STATES = List.of(
            state(Budget.globalDaily(Money.of("5")), Map.of(), BudgetTest.usd("0")),
            state(BudgetTest.TEAM_BUDGET, Map.of(), BudgetTest.usd("6.25")),
            state(BudgetTest.LOOP_GUARD, Map.of(), BudgetTest.usd("0")),
            state(BudgetTest.LOOP_GUARD, Map.of(BudgetDimension.SESSION, "s1"), BudgetTest.usd("2")),
            state(
                    BudgetTest.TOKEN_WEEK,
                    Map.of(BudgetDimension.TEAM, "care", BudgetDimension.MODEL, "gpt-4o"),
                    BudgetAmount.tokens(899_999)));

    private static BudgetState state(Budget budget, Map<BudgetDimension, String> values, BudgetAmount spent) {
        return BudgetState.of(budget, budget.allowance(values, budget.period().windowAt(TIME)), spent, 1, TIME);
    }

    @Test
    void saysHowMuchOfTheLimitWasSpent() {
        assertThat(STATES)
                .extracting(BudgetState::status)
                .containsExactly(
                        BudgetState.Status.OK,
                        BudgetState.Status.WARNING,
                        BudgetState.Status.OK,
                        BudgetState.Status.EXCEEDED,
                        BudgetState.Status.OK);
        assertThat(STATES.get(4).ratio()).isEqualByComparingTo("0.899999");
    }

    @Test
    void whenItsPeriodIsOverNothingIsSpentYetOfTheOneThatRuns() {
        BudgetState spent = STATES.get(1);
        BudgetWindow window = spent.allowance().window();
        BudgetState later = spent.at(window.end());

        assertThat(spent.at(window.end().minusNanos(1))).isSameAs(spent);
        assertThat(later.spent()).isEqualTo(BudgetTest.usd("0"));
        assertThat(later.unpricedCalls()).isZero();
        assertThat(later.status()).isEqualTo(BudgetState.Status.OK);
        assertThat(later.allowance().window().start()).isEqualTo(window.end());
        assertThat(later.key()).isEqualTo(spent.key());
        assertThat(STATES.get(3).at(TIME.plusSeconds(1_000_000_000))).isSameAs(STATES.get(3)); // a session never ends
    }

    @Test
    void onlyTheStateThatStandsForAllOtherValuesIsATemplate() {
        assertThat(STATES)
                .extracting(state -> state.allowance().isTemplate())
                .containsExactly(false, false, true, false, false);
    }

    @Test
    void matchesTheCallsThatCountTowardsIt() {
        Attribution s1 = Attribution.builder("s1").environment("production").build();
        Allowance allowance = STATES.get(3).allowance();

        assertThat(allowance.matches(s1, CALL)).isTrue();
        assertThat(STATES.get(2).allowance().matches(s1, CALL)).isTrue();
        assertThat(allowance.matches(
                        Attribution.builder("s2").environment("production").build(), CALL))
                .isFalse();
        assertThat(allowance.matches(Attribution.builder("s1").build(), CALL)).isFalse();
        assertThat(STATES.get(0).allowance().matches(s1, CALL)).isTrue();
    }

    @Test
    void refusesValuesOfOtherDimensionsAndAmountsOfOtherUnits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BudgetTest.LOOP_GUARD.allowance(Map.of(BudgetDimension.TEAM, "care"), BudgetWindow.ALWAYS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BudgetState(
                        STATES.get(0).allowance(), BudgetAmount.tokens(1), 0, BudgetState.Status.OK, TIME));
    }
}
