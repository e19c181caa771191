package io.spendstream.producer.guard;

import static io.spendstream.producer.guard.GuardBench.budget;
import static io.spendstream.producer.guard.GuardBench.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.Money;
import io.spendstream.producer.guard.GuardDecision.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What is set aside comes free once, whatever becomes of the call; other guards leak it or count it twice. */
class ReservationTest {
    private static final Duration RESERVATION_MAX = Duration.ofMinutes(10);
    private static final Duration SETTLED_FOR = Duration.ofSeconds(2);

    private final GuardBench bench = GuardBench.blocking();
    private final Budget daily = budget("daily", "1").build();

    @Test
    void callsAtTheSameTimeDoNotSpendTheSameRestTwice() {
        bench.spent(daily, "0.9");

        Reservation first = reserve("0.06");
        Reservation second = reserve("0.06");

        assertThat(first.isAllowed()).isTrue();
        assertThat(second.isAllowed()).isFalse();
        assertThat(second.decision().reason()).isEqualTo(Reason.SET_ASIDE);
        assertThat(second.decision().message())
                .isEqualTo(
                        "what is left of budget daily is less than this call may cost, or set aside for calls in flight");
        assertThat(reserve("0.04").isAllowed()).isTrue();
        assertThat(bench.guard().check(call()).reason()).isEqualTo(Reason.SET_ASIDE);
    }

    @Test
    void aReservationNobodySettlesExpires() {
        bench.spent(daily, "0");
        for (int i = 0; i < 10; i++) {
            assertThat(reserve("0.1").isAllowed()).isTrue();
        }
        assertThat(reserve("0.1").isAllowed()).isFalse();

        bench.advance(RESERVATION_MAX);

        assertThat(bench.guard().check(call()).isAllowed()).isTrue();
        assertThat(bench.guard().counters().expired()).isEqualTo(10);
        assertThat(bench.guard().counters().inFlight()).isZero();
        assertThat(reserve("1").isAllowed()).isTrue();
    }

    @Test
    void aReservationExpiresThoughNoFurtherCallComes() {
        bench.spent(daily, "0");
        reserve("1");

        bench.advance(RESERVATION_MAX);
        bench.feed().pass();

        assertThat(bench.guard().counters().expired()).isEqualTo(1);
    }

    @Test
    void aCallThatFailsGivesBackAllThatWasSetAsideForIt() {
        bench.spent(daily, "0");
        for (int i = 0; i < 1_000; i++) {
            try (Reservation reservation = reserve("1")) {
                assertThat(reservation.isAllowed()).isTrue();
            }
        }

        assertThat(reserve("1").isAllowed()).isTrue();
    }

    @Test
    @SuppressWarnings("try") // closing twice is the point
    void settlingTwiceOrClosingAfterwardsCountsOnce() {
        bench.spent(daily, "0");
        try (Reservation reservation = reserve("0.5")) {
            reservation.settle(CallAmount.usd("0.2"));
            reservation.settle(CallAmount.usd("0.2"));
            reservation.close();
        }

        assertThat(reserve("0.80000001").isAllowed()).isFalse();
        Reservation rest = reserve("0.8");
        assertThat(rest.isAllowed()).isTrue();
        rest.close();
        rest.close();
        rest.settle(CallAmount.usd("0.8"));
        assertThat(reserve("0.8").isAllowed()).isTrue();
    }

    @Test
    void aCallSettledAfterItsReservationExpiredStillCountsAndCountsOnce() {
        bench.spent(daily, "0");
        Reservation slow = reserve("0.5");
        bench.advance(RESERVATION_MAX);
        bench.feed().pass();

        slow.settle(CallAmount.usd("0.6"));
        slow.settle(CallAmount.usd("0.6"));

        assertThat(reserve("0.5").isAllowed()).isFalse();
        assertThat(reserve("0.4").isAllowed()).isTrue();
        bench.advance(SETTLED_FOR.plus(RESERVATION_MAX));
        assertThat(reserve("1").isAllowed()).isTrue();
    }

    @Test
    void aSettledCallStaysCountedUntilItsCostCanBeExpectedInTheState() {
        bench.spent(daily, "0");
        reserve("0.7").settle(CallAmount.usd("0.7"));

        bench.advance(SETTLED_FOR.minusNanos(1));
        assertThat(reserve("0.4").isAllowed()).isFalse();

        bench.spent(daily, "0.7");
        bench.advance(Duration.ofNanos(1));
        assertThat(reserve("0.4").isAllowed()).isFalse();
        assertThat(reserve("0.3").isAllowed()).isTrue();
    }

    @Test
    void aRefusedReservationHoldsNothingInAnyBudget() {
        Budget team = budget("team", "10").scope(BudgetDimension.TEAM, "team-a").build();
        bench.spent(daily, "0.95");
        bench.spent(team, "0");
        for (int i = 0; i < 100; i++) {
            Reservation refused = reserve("0.5");
            assertThat(refused.isAllowed()).isFalse();
            refused.settle(CallAmount.usd("0.5"));
        }

        bench.spent(daily, "0");
        bench.spent(budget("daily", "100").build(), "0");
        assertThat(reserve("10").isAllowed()).isTrue();
    }

    @Test
    void setsAsideForValuesOfWhichNothingWasSpentYet() {
        Budget sessions = budget("sessions", "1").each(BudgetDimension.SESSION).build();
        bench.put(bench.state(sessions, Map.of(), BudgetAmount.usd(Money.ZERO)));

        assertThat(reserve("0.8").isAllowed()).isTrue();
        assertThat(reserve("0.8").isAllowed()).isFalse();
        assertThat(bench.guard()
                        .reserve(call("team-a", "session-2", "gpt-5.4"), CallAmount.usd("0.8"))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void setsAsideWhateverIsLeftWhereItOnlyObserves() {
        var observing = new GuardBench(Map.of("guard.mode", "observe"));
        observing.spent(daily, "0.9");

        Reservation first = observing.guard().reserve(call(), CallAmount.usd("0.5"));
        assertThat(first.isAllowed()).isTrue();
        assertThat(first.decision().reason()).isEqualTo(Reason.SET_ASIDE);
        assertThat(observing.guard().check(call()).reason()).isEqualTo(Reason.SET_ASIDE);

        first.close();
        assertThat(observing.guard().check(call()).reason()).isEqualTo(Reason.NONE);
    }

    @Test
    void nothingIsLeftOverOfManyThreadsThatReserveSettleFailAndForget() throws Exception {
        long seed = System.nanoTime();
        bench.spent(daily, "0");
        ExecutorService agents = Executors.newFixedThreadPool(50);
        try {
            var running = new ArrayList<Future<?>>();
            for (int agent = 0; agent < 50; agent++) {
                var random = new Random(seed + agent);
                running.add(agents.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        callOnce(random);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            agents.shutdownNow();
        }

        bench.advance(RESERVATION_MAX);
        bench.feed().pass();

        assertThat(reserve("1").isAllowed()).as("seed %d", seed).isTrue();
        assertThat(bench.guard().counters().failures()).isZero();
    }

    private void callOnce(Random random) {
        Reservation reservation = reserve("0.0" + (1 + random.nextInt(9)));
        List<Runnable> ends = List.of(
                () -> reservation.settle(CallAmount.usd("0.01")),
                () -> reservation.settle(CallAmount.usd("0.5")),
                reservation::close,
                () -> {});
        for (int i = random.nextInt(3); i >= 0; i--) {
            ends.get(random.nextInt(ends.size())).run();
        }
    }

    private Reservation reserve(String dollars) {
        return bench.guard().reserve(call(), CallAmount.usd(dollars));
    }
}
