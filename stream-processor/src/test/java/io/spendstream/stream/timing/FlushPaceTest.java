package io.spendstream.stream.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlushPaceTest {
    private static final Duration BASE = Duration.ofMillis(25);

    private final FlushPace pace = new FlushPace(BASE);

    @Test
    void keepsTheBaseWhileFewCellsChange() {
        pace.passedOn(FlushPace.CELLS_PER_STEP - 1);

        assertThat(pace.interval()).isEqualTo(BASE);
    }

    @Test
    void waitsLongerTheMoreWasPassedOn() {
        pace.passedOn(3 * FlushPace.CELLS_PER_STEP);

        assertThat(pace.interval()).isEqualTo(BASE.multipliedBy(4));
    }

    @Test
    void neverWaitsLongerThanItsBound() {
        pace.passedOn(Integer.MAX_VALUE);

        assertThat(pace.interval()).isEqualTo(BASE.multipliedBy(FlushPace.STEPS_MAX));
    }

    @Test
    void returnsToTheBaseAsSoonAsLittleChanges() {
        pace.passedOn(Integer.MAX_VALUE);

        pace.passedOn(1);

        assertThat(pace.interval()).isEqualTo(BASE);
    }
}
