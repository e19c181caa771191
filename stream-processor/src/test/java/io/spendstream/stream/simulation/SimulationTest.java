package io.spendstream.stream.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.spendstream.stream.topology.SimulatedTopology.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever happens in whatever order, the topology says what the model says: the same ledger line by line, the same
 * totals, outcomes, alerts and amounts spent; and the rows and the rollup of a sink behind it add up to those totals.
 *
 * <p>What the order of arrival may change, and nothing else: which of two reports of one call that contradict each other
 * counts (the first, the other is a dead letter); by how many entries the ledger comes to what an event costs; whose
 * time, attribution and model an event has if its reports differ in these (the first one's); how often a threshold fired
 * and was resolved on the way. Given an order, all of that is decided, and the model decides the same.
 *
 * <p>{@code -Dsimulation.seeds=N} lives through N cases, {@code -Dsimulation.seed=S} begins with case S; unless said, a
 * build lives through the same few. A case that fails is made small before it is shown.
 */
final class SimulationTest {
    private static final long SEED = Long.getLong("simulation.seed", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 600);
    private static final int CONTROL_SEEDS = 300;
    private static final int ORDERS = 3;
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SimulationTest.class);

    // a case publishes odd books and starts many drivers; what they have to say about it is not news
    private static final List<String> QUIET =
            List.of("io.spendstream.stream.book", "io.spendstream.stream.ledger", StreamsConfig.class.getName());

    @BeforeAll
    static void beQuiet() {
        QUIET.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
    }

    @AfterAll
    static void speakAgain() {
        QUIET.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
    }

    @Test
    void theTopologySaysWhatTheModelSays() {
        long begun = System.nanoTime();

        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            Simulation simulation = Cases.of(seed);
            if (difference(simulation, Fault.NONE) != null) {
                fail(report(seed, simulation));
            }
        }

        LOG.info("{} cases from seed {} in {} ms", SEEDS, SEED, (System.nanoTime() - begun) / 1_000_000);
    }

    @Test
    void theOrderOfArrivalChangesNothingThatCounts() {
        int cases = SEEDS / 20;

        for (long seed = SEED; seed < SEED + cases; seed++) {
            List<Facts> seen = new ArrayList<>();
            for (Simulation simulation : Cases.shuffled(seed, ORDERS)) {
                Simulation.Lived lived = simulation.live(Fault.NONE);
                assertThat(lived.difference())
                        .as("case %d in some order, %s", seed, simulation)
                        .isNull();
                seen.add(lived.facts());
            }
            for (Facts other : seen) {
                assertThat(seen.get(0).firstDifferenceBesidesOrder(other))
                        .as("case %d in two orders", seed)
                        .isNull();
            }
        }

        LOG.info("{} cases from seed {} in {} orders each", cases, SEED, ORDERS);
    }

    /** A test that sees nothing wrong is worth as much as the wrongs it would see. */
    @ParameterizedTest
    @EnumSource
    void aTopologyWithAFaultIsFoundOut(Mutants fault) {
        for (long seed = 1; seed <= CONTROL_SEEDS; seed++) {
            String difference = difference(Cases.of(seed), fault);
            if (difference != null) {
                LOG.info("{} is found out by case {}: {}", fault, seed, difference);
                return;
            }
        }

        fail("%s is not found out by %d cases".formatted(fault, CONTROL_SEEDS));
    }

    private static @Nullable String difference(Simulation simulation, Fault fault) {
        try {
            return simulation.live(fault).difference();
        } catch (RuntimeException e) {
            return "it fails: " + e;
        }
    }

    private static String report(long seed, Simulation simulation) {
        Simulation small = smaller(simulation);
        String steps = small.steps().stream().map(Step::toString).collect(Collectors.joining("%n  ".formatted()));
        return "case %d differs (-Dsimulation.seed=%d -Dsimulation.seeds=1).%n%s%nof its %d steps it takes only%n  %s%nfrom %s with %s"
                .formatted(
                        seed,
                        seed,
                        difference(small, Fault.NONE),
                        simulation.steps().size(),
                        steps,
                        small.start(),
                        small.prices());
    }

    /** Leaves out every step the case differs without, but the last, in which everything is passed on. */
    private static Simulation smaller(Simulation simulation) {
        Simulation small = simulation;
        for (int i = small.steps().size() - 2; i >= 0; i--) {
            List<Step> fewer = new ArrayList<>(small.steps());
            fewer.remove(i);
            Simulation candidate = small.with(fewer);
            small = difference(candidate, Fault.NONE) == null ? small : candidate;
        }
        return small;
    }
}
