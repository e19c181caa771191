package io.spendstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Test
    void doublesUpToItsLimitAndScattersByHalf() {
        long seed = System.nanoTime();
        var random = new Random(seed);

        for (int failures = 1; failures < 200; failures++) {
            long whole = Math.min(300_000, 1000L << Math.min(failures - 1, 20));
            assertThat(backoff.after(failures, random).toMillis())
                    .as("failures %d, seed %d", failures, seed)
                    .isBetween(whole / 2, whole);
        }
    }

    @Test
    void twoThatFailedTogetherDoNotComeBackTogether() {
        long seed = System.nanoTime();
        var random = new Random(seed);

        assertThat(random.ints(50).mapToObj(any -> backoff.after(9, random)).distinct())
                .as("seed %d", seed)
                .hasSizeGreaterThan(10);
    }

    @Test
    void refusesWaitsThatMakeNoSense() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
