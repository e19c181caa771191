package io.spendstream.producer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far fifty agents at once overshoot one budget, and that it is never further than {@code docs/brake.md} says. */
class OvershootTest {
    private static final Logger LOG = LoggerFactory.getLogger(OvershootTest.class);
    private static final int AGENTS = 50;
    private static final long CALL_CENTS_MAX = 20;
    private static final Duration DELAY = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void agentsOfOneProcessThatReserveEnoughDoNotOvershootAndLeaveNoMoreThanACall(long seed) {
        var crowd = crowd(seed).inOneProcess().reserving(CALL_CENTS_MAX);

        Crowd.Outcome outcome = run(crowd);

        assertThat(outcome.overshoot()).as("%s", outcome).isLessThanOrEqualTo(0).isGreaterThan(-CALL_CENTS_MAX);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void agentsOfOneProcessThatReserveTooLittleOvershootByWhatTheyReserveTooLittle(long seed) {
        var crowd = crowd(seed).inOneProcess().reserving(5);

        Crowd.Outcome outcome = run(crowd);

        assertThat(outcome.overshoot()).as("%s", outcome).isLessThanOrEqualTo(AGENTS * (CALL_CENTS_MAX - 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void agentsThatOnlyCheckOvershootByTheCallsInFlightAndWhatIsSpentDuringTheDelay(long seed) {
        Crowd.Outcome outcome = run(crowd(seed).inOneProcess());

        assertThat(outcome.overshoot())
                .as("%s", outcome)
                .isPositive()
                .isLessThanOrEqualTo(AGENTS * CALL_CENTS_MAX + outcome.spentDuringDelayMax());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void fiftyProcessesOvershootByTheCallsInFlightAndWhatIsSpentDuringTheDelay(long seed) {
        Crowd.Outcome outcome = run(crowd(seed).inProcessesOfTheirOwn());

        assertThat(outcome.overshoot())
                .as("%s", outcome)
                .isPositive()
                .isLessThanOrEqualTo(AGENTS * CALL_CENTS_MAX + outcome.spentDuringDelayMax());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void fiftyProcessesThatReserveOvershootByTheCallsOfTheOthersOnly(long seed) {
        var crowd = crowd(seed).inProcessesOfTheirOwn().reserving(CALL_CENTS_MAX);

        Crowd.Outcome outcome = run(crowd);

        assertThat(outcome.overshoot())
                .as("%s", outcome)
                .isLessThanOrEqualTo((AGENTS - 1) * CALL_CENTS_MAX + outcome.spentDuringDelayMax());
    }

    private static Crowd crowd(long seed) {
        return new Crowd(seed == 0 ? System.nanoTime() : seed, AGENTS, CALL_CENTS_MAX, DELAY);
    }

    private static Crowd.Outcome run(Crowd crowd) {
        Crowd.Outcome outcome = crowd.run();
        LOG.info("{}", outcome);
        return outcome;
    }
}
