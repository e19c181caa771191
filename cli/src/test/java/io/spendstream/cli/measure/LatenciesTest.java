package io.spendstream.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void ofNothingSeenAreNotZero() {
        var latencies = new Latencies(3);

        assertThat(latencies.seen()).isZero();
        assertThat(latencies.millisAt(0.5)).isNaN();
        assertThat(latencies.has(0)).isFalse();
    }

    @Test
    void leaveOutWhatWasNotSeen() {
        var latencies = new Latencies(3);
        latencies.set(1, 5_000_000);

        assertThat(latencies.seen()).isEqualTo(1);
        assertThat(latencies.millisAt(1)).isEqualTo(5);
    }

    @Test
    void keepTheFirstTimeAnEventWasSeen() {
        var latencies = new Latencies(1);
        latencies.set(0, 1_000_000);
        latencies.set(0, 9_000_000);

        assertThat(latencies.millisAt(1)).isEqualTo(1);
    }

    @Test
    void areNotNegativeWhenAWatcherWasAskedBeforeTheClock() {
        var latencies = new Latencies(1);
        latencies.set(0, -5);

        assertThat(latencies.seen()).isEqualTo(1);
        assertThat(latencies.millisAt(1)).isZero();
    }

    @Test
    void sharesAreTakenFromTheSortedOnes() {
        var latencies = new Latencies(100);
        for (int i = 0; i < 100; i++) {
            latencies.set(i, (100 - i) * 1_000_000L);
        }

        assertThat(latencies.millisAt(0.5)).isEqualTo(50);
        assertThat(latencies.millisAt(0.95)).isEqualTo(95);
        assertThat(latencies.millisAt(0.99)).isEqualTo(99);
        assertThat(latencies.millisAt(1)).isEqualTo(100);
    }
}
