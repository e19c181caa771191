package io.spendstream.producer.guard;

import static io.spendstream.producer.guard.GuardBench.budget;
import static io.spendstream.producer.guard.GuardBench.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.Money;
import io.spendstream.producer.TrackContext;
import io.spendstream.producer.guard.GuardDecision.Outcome;
import io.spendstream.producer.guard.GuardDecision.Reason;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls a guard lets through. */
class BudgetGuardTest {
    private final GuardBench bench = GuardBench.blocking();

    @Test
    void allowsACallThatNoBudgetIsAbout() {
        assertThat(bench.guard().check(call())).isSameAs(GuardDecision.ALLOWED);
    }

    @Test
    void allowsUntilTheLimitIsSpentAndNotAGrainLonger() {
        Budget budget = budget("daily", "5").build();

        bench.spent(budget, "4.99999999999999");
        assertThat(bench.guard().check(call())).isSameAs(GuardDecision.ALLOWED);

        bench.spent(budget, "5");
        GuardDecision decision = bench.guard().check(call());
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.reason()).isEqualTo(Reason.EXCEEDED);
        assertThat(decision.budgetId()).contains("daily");
        assertThat(decision.message()).isEqualTo("budget daily is spent: $5.00 of $5.00 until 2026-11-22T00:00:00Z");
        assertThat(bench.guard().counters().denied()).isEqualTo(1);
    }

    @Test
    void leavesBudgetsThatOnlyAlertToTheAlerts() {
        bench.spent(budget("daily", "5").action(BudgetAction.ALERT).build(), "500");

        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TEAM, team-a, team-b",
        "TASK_TYPE, chat, review",
        "AGENT, helper, other",
        "SESSION, session-1, session-2",
        "PROJECT, atlas, hermes",
        "ENVIRONMENT, production, test",
        "PROVIDER, openai, azure",
        "MODEL, gpt-5.4, gpt-5.4-mini"
    })
    void isAboutTheCallsOfItsScopeOnly(BudgetDimension dimension, String own, String other) {
        bench.spent(budget("own", "1").scope(dimension, own).build(), "1");
        assertThat(bench.guard().check(call()).isAllowed()).isFalse();

        GuardBench elsewhere = GuardBench.blocking();
        elsewhere.spent(budget("other", "1").scope(dimension, other).build(), "1");
        assertThat(elsewhere.guard().check(call()).isAllowed()).isTrue();

        GuardBench any = GuardBench.blocking();
        any.spent(budget("any", "1").scope(dimension, "*").build(), "1");
        assertThat(any.guard().check(call()).isAllowed()).isFalse();
    }

    @Test
    void needsEveryValueOfItsScope() {
        Budget budget = budget("both", "1")
                .scope(BudgetDimension.TEAM, "team-a")
                .scope(BudgetDimension.MODEL, "gpt-5.4")
                .build();
        bench.spent(budget, "1");

        assertThat(bench.guard().check(call("team-a", "s", "gpt-5.4")).isAllowed())
                .isFalse();
        assertThat(bench.guard().check(call("team-a", "s", "gpt-4o")).isAllowed())
                .isTrue();
        assertThat(bench.guard().check(call("team-b", "s", "gpt-5.4")).isAllowed())
                .isTrue();
    }

    @Test
    void findsTheBudgetsOfACallAmongHundredsOfOthers() {
        for (int team = 0; team < 300; team++) {
            bench.spent(
                    budget("team-" + team, "1")
                            .scope(BudgetDimension.TEAM, "team-" + team)
                            .build(),
                    "0.5");
        }
        bench.spent(budget("second", "1").scope(BudgetDimension.TEAM, "team-7").build(), "1");

        for (int team = 0; team < 300; team++) {
            GuardDecision decision = bench.guard().check(call("team-" + team, "s", "m"));
            assertThat(decision.isAllowed()).as("team-%d", team).isEqualTo(team != 7);
        }
        assertThat(bench.guard().check(call("team-7", "s", "m")).budgetId()).contains("second");
    }

    @Test
    void keepsTheValuesOfEachApartAndGivesNewOnesTheWholeLimit() {
        Budget budget = budget("loop", "1")
                .each(BudgetDimension.SESSION)
                .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneId.of("UTC")))
                .build();
        bench.put(bench.state(budget, Map.of(), BudgetAmount.usd(Money.ZERO)));
        bench.spent(budget, BudgetDimension.SESSION, "runaway", "1.02");
        bench.spent(budget, BudgetDimension.SESSION, "thrifty", "0.02");

        GuardDecision runaway = bench.guard().check(call("team-a", "runaway", "gpt-5.4"));
        assertThat(runaway.isAllowed()).isFalse();
        assertThat(runaway.message()).isEqualTo("budget loop for session runaway is spent: $1.02 of $1.00");
        assertThat(bench.guard().check(call("team-a", "thrifty", "gpt-5.4")).isAllowed())
                .isTrue();
        assertThat(bench.guard().check(call("team-a", "new", "gpt-5.4")).isAllowed())
                .isTrue();
    }

    @Test
    void keepsSeveralDimensionsApart() {
        Budget budget = budget("pair", "1")
                .each(BudgetDimension.TEAM)
                .each(BudgetDimension.MODEL)
                .build();
        bench.put(bench.state(
                budget,
                Map.of(BudgetDimension.TEAM, "team-a", BudgetDimension.MODEL, "gpt-5.4"),
                BudgetAmount.usd(Money.of("2"))));

        assertThat(bench.guard().check(call("team-a", "s", "gpt-5.4")).isAllowed())
                .isFalse();
        assertThat(bench.guard().check(call("team-a", "s", "gpt-4o")).isAllowed())
                .isTrue();
        assertThat(bench.guard().check(call("gpt-5.4", "s", "team-a")).isAllowed())
                .isTrue();
    }

    @Test
    void knowsWhatWasNotSaidAsUnattributedAndAModelNotAskedForAsUnknown() {
        var call = new TrackContext(Attribution.builder("s").build(), "openai", "chat", null);
        bench.spent(
                budget("models", "1").scope(BudgetDimension.MODEL, "gpt-5.4").build(), "1");
        bench.spent(
                budget("each-model", "1").each(BudgetDimension.MODEL).build(), BudgetDimension.MODEL, "gpt-5.4", "1");
        assertThat(bench.guard().check(call).isAllowed()).isTrue();

        bench.spent(
                budget("nobody", "1")
                        .scope(BudgetDimension.TEAM, "unattributed")
                        .build(),
                "1");
        assertThat(bench.guard().check(call).budgetId()).contains("nobody");
    }

    @Test
    void beginsAnewWithThePeriodBeforeAnyStateSaysSo() {
        bench.spent(budget("daily", "5").build(), "7");
        assertThat(bench.guard().check(call()).isAllowed()).isFalse();

        bench.advance(Duration.ofHours(12).minusNanos(1));
        bench.contact();
        assertThat(bench.guard().check(call()).isAllowed()).isFalse();

        bench.advance(Duration.ofNanos(1));
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
    }

    @Test
    void countsTokensWhereTheLimitIsInTokens() {
        Budget budget = Budget.builder("tokens", BudgetAmount.tokens(1_000))
                .action(BudgetAction.BLOCK)
                .build();
        bench.put(bench.state(budget, Map.of(), BudgetAmount.tokens(999)));
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
        assertThat(bench.guard().reserve(call(), CallAmount.tokens(2)).isAllowed())
                .isFalse();
        assertThat(bench.guard()
                        .reserve(call(), CallAmount.usd("50").withTokens(1))
                        .isAllowed())
                .isTrue();

        bench.put(bench.state(budget, Map.of(), BudgetAmount.tokens(1_000)));
        assertThat(bench.guard().check(call()).message())
                .isEqualTo("budget tokens is spent: 1000 of 1000 until 2026-11-22T00:00:00Z");
    }

    @Test
    void followsAChangedDefinition() {
        bench.spent(budget("b", "5").build(), "7");
        assertThat(bench.guard().check(call()).isAllowed()).isFalse();

        bench.spent(budget("b", "10").build(), "7");
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();

        Budget narrowed = budget("b", "5").scope(BudgetDimension.TEAM, "team-b").build();
        bench.spent(narrowed, "7");
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
        assertThat(bench.guard().check(call("team-b", "s", "m")).isAllowed()).isFalse();

        bench.spent(budget("b", "5").action(BudgetAction.ALERT).build(), "7");
        assertThat(bench.guard().check(call("team-b", "s", "m")).isAllowed()).isTrue();
    }

    @Test
    void forgetsABudgetThatIsNoMore() {
        BudgetState daily = bench.state(budget("daily", "5").build(), Map.of(), BudgetAmount.usd(Money.of("7")));
        BudgetState weekly = bench.state(budget("weekly", "5").build(), Map.of(), BudgetAmount.usd(Money.of("7")));
        bench.put(daily);
        bench.put(weekly);

        bench.forget(daily);
        assertThat(bench.guard().check(call()).budgetId()).contains("weekly");

        bench.feed().replace(Map.of());
        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
    }

    @Test
    void tidiesUpWhatIsOverAndNothingElse() {
        Budget budget = budget("each", "1").each(BudgetDimension.SESSION).build();
        BudgetState template = bench.state(budget, Map.of(), BudgetAmount.usd(Money.ZERO));
        bench.put(template);
        bench.spent(budget, BudgetDimension.SESSION, "session-1", "1");
        bench.feed().tidy();
        assertThat(bench.guard().check(call()).isAllowed()).isFalse();

        bench.advance(Duration.ofDays(1));
        bench.contact();
        Reservation held = bench.guard().reserve(call(), CallAmount.usd("0.75"));
        bench.feed().tidy();
        assertThat(bench.guard().reserve(call(), CallAmount.usd("0.5")).isAllowed())
                .isFalse();

        held.close();
        bench.feed().tidy();
        bench.spent(budget, BudgetDimension.SESSION, "session-1", "1");
        assertThat(bench.guard().check(call()).isAllowed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"observe, ALLOWED, 0", "warn, WARNED, 0", "block, DENIED, 1"})
    void doesWhatItsModeSaysAndCountsInAnyOfThem(String mode, Outcome outcome, long denied) {
        var other = new GuardBench(Map.of("guard.mode", mode));
        other.spent(budget("daily", "5").build(), "5");

        GuardDecision decision = other.guard().check(call());

        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.reason()).isEqualTo(Reason.EXCEEDED);
        assertThat(decision.isAllowed()).isEqualTo(denied == 0);
        assertThat(other.guard().counters().exceeded()).isEqualTo(1);
        assertThat(other.guard().counters().denied()).isEqualTo(denied);
    }

    @Test
    @SuppressWarnings("NullAway") // an agent need not be null-checked
    void throwsNothingAndAllowsWhatItCannotCheck() {
        bench.spent(budget("daily", "5").scope(BudgetDimension.TEAM, "team-a").build(), "5");

        assertThat(bench.guard().check(null).isAllowed()).isTrue();
        try (Reservation reservation = bench.guard().reserve(null, null)) {
            assertThat(reservation.isAllowed()).isTrue();
            reservation.settle(null);
        }
        assertThat(bench.guard().counters().failures()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void answersWithoutAllocatingWhereACallIsAllowed() {
        BudgetGuard guard = busyGuard();
        TrackContext call = call();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        checkOften(guard, call);

        long before = threads.getCurrentThreadAllocatedBytes();
        checkOften(guard, call);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // the measuring itself may take some bytes, a call none
        assertThat(allocated).isLessThan(10_000);
    }

    @Test
    void knowsJustWhatItIsToldForTheTestsOfAnAgent() {
        BudgetState spent = bench.state(budget("daily", "5").build(), Map.of(), BudgetAmount.usd(Money.of("5")));
        var future = new BudgetState(
                budget("daily", "5").build().allowance(Map.of(), BudgetWindow.ALWAYS),
                spent.spent(),
                0,
                spent.status(),
                spent.updated());

        try (BudgetGuard guard = BudgetGuard.knowing(GuardConfig.of(Map.of()), List.of(future))) {
            assertThat(guard.check(call()).isAllowed()).isFalse();
            assertThat(guard.counters().isStale()).isFalse();
        }
    }

    private BudgetGuard busyGuard() {
        bench.spent(budget("daily", "5").build(), "1");
        bench.spent(budget("team", "5").scope(BudgetDimension.TEAM, "team-a").build(), "1");
        bench.spent(budget("other", "5").scope(BudgetDimension.TEAM, "team-b").build(), "9");
        Budget sessions = budget("sessions", "5").each(BudgetDimension.SESSION).build();
        for (int i = 0; i < 1_000; i++) {
            bench.spent(sessions, BudgetDimension.SESSION, "session-" + i, "1");
        }
        return bench.guard();
    }

    private static void checkOften(BudgetGuard guard, TrackContext call) {
        for (int i = 0; i < 20_000; i++) {
            if (!guard.check(call).isAllowed()) {
                throw new AssertionError("refused");
            }
        }
    }
}
