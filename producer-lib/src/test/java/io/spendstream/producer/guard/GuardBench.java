package io.spendstream.producer.guard;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.Money;
import io.spendstream.producer.TrackContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A guard on a test bench: its clocks are turned and its states are put in by hand. */
final class GuardBench {
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    // a follower reads it on a thread of its own
    private final AtomicLong nanos = new AtomicLong();
    private final BudgetGuard guard;
    private final BudgetGuard.Feed feed;

    /** Creates a guard that has read everything there is, which is nothing. */
    GuardBench(Map<String, String> settings) {
        this(settings, true);
    }

    GuardBench(Map<String, String> settings, boolean isCaughtUp) {
        var all = new TreeMap<String, String>(settings);
        guard = new BudgetGuard(GuardConfig.of(all), this::now, nanos::get);
        feed = guard.new Feed();
        if (isCaughtUp) {
            feed.caughtUp(nanos.get());
        }
    }

    static GuardBench blocking() {
        return new GuardBench(Map.of("guard.stale.ms", "86400000"));
    }

    static Budget.Builder budget(String id, String dollars) {
        return Budget.builder(id, BudgetAmount.usd(Money.of(dollars))).action(BudgetAction.BLOCK);
    }

    static TrackContext call() {
        return call("team-a", "session-1", "gpt-5.4");
    }

    static TrackContext call(String team, String session, String model) {
        var attribution = Attribution.builder(session)
                .team(team)
                .taskType("chat")
                .agent("helper")
                .project("atlas")
                .environment("production")
                .build();
        return new TrackContext(attribution, "openai", "chat", model);
    }

    Instant now() {
        return START.plusNanos(nanos.get());
    }

    BudgetGuard guard() {
        return guard;
    }

    BudgetGuard.Feed feed() {
        return feed;
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Says that all that is on the topic now has been read. */
    void contact() {
        feed.caughtUp(nanos.get());
    }

    /** Says that {@code dollars} were spent of {@code budget}, which is not kept apart by anything. */
    void spent(Budget budget, String dollars) {
        put(state(budget, Map.of(), BudgetAmount.usd(Money.of(dollars))));
    }

    void spent(Budget budget, BudgetDimension dimension, String value, String dollars) {
        put(state(budget, Map.of(dimension, value), BudgetAmount.usd(Money.of(dollars))));
    }

    void put(BudgetState state) {
        feed.take(state.key(), state);
    }

    void forget(BudgetState state) {
        feed.take(state.key(), null);
    }

    BudgetState state(Budget budget, Map<BudgetDimension, String> values, BudgetAmount spent) {
        var ofValues = new EnumMap<BudgetDimension, String>(BudgetDimension.class);
        ofValues.putAll(values);
        var allowance = budget.allowance(ofValues, budget.period().windowAt(now()));
        return BudgetState.of(budget, allowance, spent, 0, now());
    }
}
