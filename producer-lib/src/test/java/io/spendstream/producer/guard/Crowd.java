package io.spendstream.producer.guard;

import static io.spendstream.producer.guard.GuardBench.START;
import static io.spendstream.producer.guard.GuardBench.budget;
import static io.spendstream.producer.guard.GuardBench.call;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Agents that call as fast as they may until their budget is spent, simulated event by event: time is a number, so what
 * happens depends on the seed alone. What a call cost shows in the budget's state a fixed delay after it completed. One
 * call in twenty fails and costs nothing; of another in twenty the agent loses track.
 */
final class Crowd {
    private static final long LIMIT_CENTS = 10_000;
    private static final long RUN_NANOS = Duration.ofSeconds(90).toNanos();
    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();
    private static final long CALL_NANOS_MIN = Duration.ofMillis(200).toNanos();
    private static final long CALL_NANOS_MAX = Duration.ofSeconds(3).toNanos();

    private final long seed;
    private final Random random;
    private final int agents;
    private final long callCentsMax;
    private final long delayNanos;
    private final Budget budget =
            budget("crowd", String.valueOf(LIMIT_CENTS / 100)).build();

    private final List<BudgetGuard> guards = new ArrayList<>();
    private final List<BudgetGuard.Feed> feeds = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
    private final Deque<Spend> recent = new ArrayDeque<>();
    private long reserveCents = -1;
    private boolean isOneProcess;
    private long nanos;
    private long eventCount;
    private long spentCents;
    private long recentCents;
    private long spentDuringDelayMax;

    private record Event(long nanos, long number, Runnable step) {}

    private record Spend(long nanos, long cents) {}

    /**
     * What came of it, in cents.
     *
     * @param seed what it depended on
     * @param overshoot what was spent beyond the limit; negative if less was spent
     * @param spentDuringDelayMax the most that was spent in any stretch of the delay's length
     */
    record Outcome(long seed, long overshoot, long spentDuringDelayMax) {}

    Crowd(long seed, int agents, long callCentsMax, Duration delay) {
        this.seed = seed;
        this.random = new Random(seed);
        this.agents = agents;
        this.callCentsMax = callCentsMax;
        this.delayNanos = delay.toNanos();
    }

    Crowd inOneProcess() {
        isOneProcess = true;
        return this;
    }

    Crowd inProcessesOfTheirOwn() {
        isOneProcess = false;
        return this;
    }

    /** Has each call reserve {@code cents}, instead of only asking. */
    Crowd reserving(long cents) {
        reserveCents = cents;
        return this;
    }

    Outcome run() {
        var settings = Map.of("guard.stale.ms", "86400000", "guard.reservation.ms.max", "10000");
        for (int i = 0; i < (isOneProcess ? 1 : agents); i++) {
            var guard = new BudgetGuard(GuardConfig.of(settings), this::now, () -> nanos);
            BudgetGuard.Feed feed = guard.new Feed();
            feed.caughtUp(0);
            guards.add(guard);
            feeds.add(feed);
        }
        publish(0);
        for (int i = 0; i < agents; i++) {
            BudgetGuard guard = guards.get(isOneProcess ? 0 : i);
            after(random.nextLong(RETRY_NANOS), () -> attempt(guard));
        }
        while (!events.isEmpty()) {
            Event next = events.remove();
            nanos = next.nanos();
            next.step().run();
        }
        return new Outcome(seed, spentCents - LIMIT_CENTS, spentDuringDelayMax);
    }

    private Instant now() {
        return START.plusNanos(nanos);
    }

    private void after(long waitNanos, Runnable step) {
        events.add(new Event(nanos + waitNanos, eventCount++, step));
    }

    private void attempt(BudgetGuard guard) {
        if (nanos > RUN_NANOS) {
            return;
        }
        if (reserveCents < 0) {
            if (guard.check(call()).isAllowed()) {
                begin(guard, new Reservation(guard, GuardDecision.ALLOWED, List.of(), CallAmount.NONE));
                return;
            }
        } else {
            Reservation reservation = guard.reserve(call(), amount(reserveCents));
            if (reservation.isAllowed()) {
                begin(guard, reservation);
                return;
            }
        }
        after(RETRY_NANOS, () -> attempt(guard));
    }

    private void begin(BudgetGuard guard, Reservation reservation) {
        long cents = 1 + random.nextLong(callCentsMax);
        after(random.nextLong(CALL_NANOS_MIN, CALL_NANOS_MAX), () -> {
            complete(reservation, cents);
            attempt(guard);
        });
    }

    private void complete(Reservation reservation, long cents) {
        int fate = random.nextInt(20);
        if (fate == 0) {
            reservation.close();
            return;
        }
        spend(cents);
        if (fate != 1) {
            reservation.settle(amount(cents));
        }
    }

    private void spend(long cents) {
        spentCents += cents;
        recent.add(new Spend(nanos, cents));
        recentCents += cents;
        while (nanos - recent.element().nanos() > delayNanos) {
            recentCents -= recent.remove().cents();
        }
        spentDuringDelayMax = Math.max(spentDuringDelayMax, recentCents);
        long total = spentCents;
        after(delayNanos, () -> publish(total));
    }

    private void publish(long cents) {
        var allowance = budget.allowance(Map.of(), budget.period().windowAt(now()));
        BudgetState state = BudgetState.of(budget, allowance, BudgetAmount.usd(money(cents)), 0, now());
        feeds.forEach(feed -> feed.take(state.key(), state));
    }

    private static CallAmount amount(long cents) {
        return CallAmount.usd(money(cents));
    }

    private static Money money(long cents) {
        return Money.of(BigDecimal.valueOf(cents, 2));
    }
}
