package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.producer.TrackContext;
import io.spendstream.producer.guard.GuardDecision.Outcome;
import io.spendstream.producer.guard.GuardDecision.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a call may be made, before it is made. It follows the states of budgets on a thread of its own and
 * answers from memory: {@link #check} takes no lock, no I/O and, for a call that is allowed, no allocation. Only budgets
 * whose action is {@code block} refuse anything.
 *
 * <p>Nothing here throws into the agent, and a fault of this library allows the call. One guard per process is enough;
 * it is thread-safe.
 */
public final class BudgetGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);

    private final GuardConfig config;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Rules rules = new Rules();
    private final Freshness freshness;
    private final Deadlines deadlines;
    private final CountDownLatch known = new CountDownLatch(1);
    private final LongAdder exceeded = new LongAdder();
    private final LongAdder setAside = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder states = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder interruptions = new LongAdder();
    private final @Nullable StateFollower follower;

    /** Creates a guard and begins to follow the states of budgets; it does not wait for them. */
    public BudgetGuard(GuardConfig config) {
        this(config, InstantSource.system(), System::nanoTime, config.staleAfter(), true);
    }

    /** Creates a guard that is told by its {@link Feed} what was spent. */
    BudgetGuard(GuardConfig config, InstantSource clock, LongSupplier nanoTime) {
        this(config, clock, nanoTime, config.staleAfter(), false);
    }

    private BudgetGuard(
            GuardConfig config, InstantSource clock, LongSupplier nanoTime, Duration staleAfter, boolean isFollowing) {
        this.config = config;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.freshness = new Freshness(staleAfter.toNanos(), config.whenStale(), nanoTime.getAsLong());
        this.deadlines = new Deadlines(
                config.reservationMax().toNanos(), config.settledFor().toNanos());
        LOG.info("Guarding calls with {}", config);
        this.follower = isFollowing ? StateFollower.start(config, new Feed()) : null;
    }

    /**
     * Returns a guard configured by the environment, see {@link GuardConfig}.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a variable is out of its range
     */
    public static BudgetGuard fromEnvironment() {
        return new BudgetGuard(GuardConfig.fromEnvironment());
    }

    /** Returns a guard that knows exactly {@code states} and never more, without Kafka: for the tests of an agent. */
    public static BudgetGuard knowing(GuardConfig config, Collection<BudgetState> states) {
        Duration never = Duration.ofNanos(Long.MAX_VALUE);
        var guard = new BudgetGuard(config, InstantSource.system(), System::nanoTime, never, false);
        Feed feed = guard.new Feed();
        feed.replace(states.stream().collect(Collectors.toMap(BudgetState::key, Function.identity())));
        feed.caughtUp(guard.nanoTime());
        return guard;
    }

    /**
     * Waits until everything that is known of budgets has been read for the first time; returns whether it has, within
     * {@code timeout}. Agents need not wait: until then {@code guard.when.stale} holds.
     */
    public boolean awaitKnown(Duration timeout) throws InterruptedException {
        return known.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Returns whether {@code call} may be made, setting nothing aside for it. Budgets for a model are about the model
     * that is asked for, as it is spelled there.
     */
    public GuardDecision check(TrackContext call) {
        try {
            Purse empty = rules.emptyOne(call, clock.millis());
            return empty == null && isFreshEnough() ? GuardDecision.ALLOWED : checkClosely(call);
        } catch (RuntimeException | LinkageError e) {
            return failed(e);
        }
    }

    private boolean isFreshEnough() {
        long nanos = nanoTime.getAsLong();
        if (!freshness.isStale(nanos)) {
            return true;
        }
        freshness.say(nanos);
        return config.whenStale() == StalePolicy.OPEN;
    }

    /** Looks again once what is overdue has come free, and says what speaks against {@code call}, if anything does. */
    private GuardDecision checkClosely(TrackContext call) {
        long nanos = nanoTime.getAsLong();
        deadlines.pass(nanos);
        freshness.say(nanos);
        if (isHeldAgainst(call, nanos)) {
            return unknown(nanos);
        }
        long millis = clock.millis();
        Purse empty = rules.emptyOne(call, millis);
        return empty == null ? GuardDecision.ALLOWED : refusal(empty, millis);
    }

    /**
     * Sets {@code estimate} aside for {@code call}, so that calls made at the same time do not spend the same rest
     * twice. In modes other than {@code block} it is set aside even if less is left.
     *
     * @param estimate the most the call may cost; what it cost is said when it is {@linkplain Reservation#settle
     *     settled}
     */
    public Reservation reserve(TrackContext call, CallAmount estimate) {
        try {
            return reserveWithin(call, requireNonNull(estimate, "estimate"));
        } catch (RuntimeException | LinkageError e) {
            return new Reservation(this, failed(e), List.of(), CallAmount.NONE);
        }
    }

    private Reservation reserveWithin(TrackContext call, CallAmount estimate) {
        long nanos = nanoTime.getAsLong();
        deadlines.pass(nanos);
        freshness.say(nanos);
        GuardDecision decision = isHeldAgainst(call, nanos) ? unknown(nanos) : GuardDecision.ALLOWED;
        if (!decision.isAllowed()) {
            return new Reservation(this, decision, List.of(), CallAmount.NONE);
        }
        long millis = clock.millis();
        var taken = new ArrayList<Purse>(2);
        for (Rule rule : rules.about(call)) {
            Purse purse = take(rule, call, estimate, millis, taken);
            if (purse != null && decision.reason() == Reason.NONE) {
                decision = refusal(purse, millis);
            }
            if (!decision.isAllowed()) {
                taken.forEach(one -> one.adjust(-estimate.grains(one.unit())));
                return new Reservation(this, decision, List.of(), CallAmount.NONE);
            }
        }
        var reservation = new Reservation(this, decision, List.copyOf(taken), estimate);
        deadlines.opened(reservation, nanos);
        return reservation;
    }

    /** Takes {@code estimate} from the purse of {@code call}; returns the purse if that is more than is left. */
    private @Nullable Purse take(Rule rule, TrackContext call, CallAmount estimate, long millis, List<Purse> taken) {
        boolean must = config.mode() != GuardMode.BLOCK;
        long grains = estimate.grains(rule.key().unit());
        Purse found = rule.find(call);
        Purse purse = found == null ? rule.findOrMake(call) : found;
        Purse.Take take = purse.take(grains, must, millis);
        while (take == Purse.Take.GONE) {
            purse = rule.findOrMake(call);
            take = purse.take(grains, must, millis);
        }
        if (take == Purse.Take.TAKEN || must) {
            taken.add(purse);
        }
        return take == Purse.Take.TAKEN ? null : purse;
    }

    private boolean isHeldAgainst(TrackContext call, long nanos) {
        return config.whenStale() == StalePolicy.CLOSED
                && freshness.isStale(nanos)
                && (!freshness.isKnown() || !rules.about(call).isEmpty());
    }

    private GuardDecision unknown(long nanos) {
        unknown.increment();
        String why = freshness.why(nanos).orElse("what was spent of late is not known");
        return decision(Reason.UNKNOWN, null, why + ", and " + GuardConfig.WHEN_STALE + " is closed");
    }

    private GuardDecision refusal(Purse purse, long millis) {
        boolean isSpent = purse.left(millis) == 0;
        (isSpent ? exceeded : setAside).increment();
        Standing standing = purse.standing();
        String id = purse.rule().key().budgetId();
        String message = isSpent && standing != null
                ? Sentences.exceeded(standing.state())
                : Sentences.setAside(id, standing == null ? null : standing.state());
        GuardDecision decision = decision(isSpent ? Reason.EXCEEDED : Reason.SET_ASIDE, id, message);
        if (isSpent && config.mode() != GuardMode.OBSERVE && purse.isFirstRefusal()) {
            LOG.warn("{}; calls are {}", message, decision.isAllowed() ? "allowed all the same" : "refused");
        }
        return decision;
    }

    private GuardDecision decision(Reason reason, @Nullable String budget, String message) {
        Outcome outcome = switch (config.mode()) {
            case OBSERVE -> Outcome.ALLOWED;
            case WARN -> Outcome.WARNED;
            case BLOCK -> Outcome.DENIED;
        };
        if (outcome == Outcome.DENIED) {
            denied.increment();
        }
        return new GuardDecision(outcome, reason, budget, message);
    }

    private GuardDecision failed(Throwable e) {
        failures.increment();
        if (failures.sum() == 1) {
            LOG.warn("A call could not be checked and is allowed; further ones are only counted", e);
        }
        return GuardDecision.ALLOWED;
    }

    /** Returns what this guard has done so far. */
    public GuardCounters counters() {
        return new GuardCounters(
                exceeded.sum(),
                setAside.sum(),
                unknown.sum(),
                denied.sum(),
                deadlines.inFlight(),
                expired.sum(),
                states.sum(),
                unreadable.sum(),
                failures.sum(),
                interruptions.sum(),
                freshness.isStale(nanoTime.getAsLong()));
    }

    /** Stops following. What is known stays known, and becomes stale. */
    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }

    /** Runs {@code step}, whose failure is counted and never the agent's. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    Deadlines deadlines() {
        return deadlines;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    void awaitAnswer() {
        freshness.asked(nanoTime.getAsLong());
    }

    void countExpired(CallAmount estimate) {
        expired.increment();
        LOG.debug("A reservation of {} was not settled in time", estimate);
    }

    /** What the follower tells. */
    final class Feed {
        void take(BudgetStateKey key, @Nullable BudgetState state) {
            states.increment();
            rules.put(key, state);
            freshness.answered();
        }

        void unreadable(String why) {
            unreadable.increment();
            if (unreadable.sum() == 1) {
                LOG.warn("A budget's state cannot be read: {}; further ones are only counted", why);
            }
        }

        /** Takes all that is known, in place of what was; it may be old, so it answers nothing. */
        void replace(Map<BudgetStateKey, BudgetState> all) {
            states.add(all.size());
            rules.replace(all);
        }

        void caughtUp(long nanos) {
            freshness.caughtUp(nanos);
            known.countDown();
        }

        /** Takes note of a failure to read that is no mere outage; how old what is known gets is seen by itself. */
        void failed(Throwable e) {
            interruptions.increment();
            if (interruptions.sum() == 1) {
                LOG.warn(
                        "The states of budgets cannot be read; it is tried again, further failures are only counted",
                        e);
            }
        }

        /** Lets time pass where no call does. */
        void pass() {
            long nanos = nanoTime.getAsLong();
            deadlines.pass(nanos);
            freshness.say(nanos);
        }

        void tidy() {
            rules.tidy(clock.millis());
        }

        long nanoTime() {
            return nanoTime.getAsLong();
        }
    }
}
