package io.spendstream.benchmarks;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.Money;
import io.spendstream.producer.TrackContext;
import io.spendstream.producer.guard.BudgetGuard;
import io.spendstream.producer.guard.CallAmount;
import io.spendstream.producer.guard.GuardConfig;
import io.spendstream.producer.guard.GuardDecision;
import io.spendstream.producer.guard.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Asking the brake before a call: budgets for everything, for teams and for each of a thousand sessions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark {
    private static final int SESSIONS = 1_000;
    private static final CallAmount ESTIMATE = CallAmount.usd("0.01");

    private final TrackContext call = new TrackContext(
            Attribution.builder("session-7").team("team-0").taskType("chat").build(), "openai", "chat", "gpt-5.4");

    /** How many budgets are narrowed to one team each; the call is about one of them. */
    @Param({"2", "200"})
    public int teams = 2;

    private BudgetGuard guard = BudgetGuard.knowing(GuardConfig.of(Map.of()), List.of());

    /** Puts the budgets in place, with enough left in all of them. */
    @Setup
    public void spend() {
        List<BudgetState> states = new ArrayList<>();
        states.add(state(budget("everything").build(), Map.of()));
        for (int team = 0; team < teams; team++) {
            Budget own = budget("team-" + team)
                    .scope(BudgetDimension.TEAM, "team-" + team)
                    .build();
            states.add(state(own, Map.of()));
        }
        Budget sessions = budget("sessions").each(BudgetDimension.SESSION).build();
        for (int session = 0; session < SESSIONS; session++) {
            states.add(state(sessions, Map.of(BudgetDimension.SESSION, "session-" + session)));
        }
        guard = BudgetGuard.knowing(GuardConfig.of(Map.of("guard.settled.ms", "0")), states);
    }

    private static Budget.Builder budget(String id) {
        return Budget.builder(id, BudgetAmount.usd(Money.of("1000000"))).action(BudgetAction.BLOCK);
    }

    private static BudgetState state(Budget budget, Map<BudgetDimension, String> values) {
        Instant now = Instant.now();
        var allowance = budget.allowance(values, budget.period().windowAt(now));
        return BudgetState.of(budget, allowance, BudgetAmount.usd(Money.of("1")), 0, now);
    }

    /** A call that is allowed. */
    @Benchmark
    public GuardDecision check() {
        return guard.check(call);
    }

    /** A call that sets its cost aside and settles. */
    @Benchmark
    public GuardDecision reserveAndSettle() {
        try (Reservation reservation = guard.reserve(call, ESTIMATE)) {
            reservation.settle(ESTIMATE);
            return reservation.decision();
        }
    }
}
