package io.spendstream.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedTest {
    private final AtomicLong now = new AtomicLong();
    private long asked;
    private Duration takes = Duration.ofMillis(1);

    private final Paced<Long> paced = new Paced<>(this::ask, Duration.ofSeconds(3), now::get);

    private long ask() {
        now.addAndGet(takes.toNanos());
        return ++asked;
    }

    private long after(Duration time) {
        now.addAndGet(time.toNanos());
        return paced.get();
    }

    @Test
    void aCheapQuestionIsAskedAgainSoon() {
        assertThat(after(Duration.ZERO)).isEqualTo(1);
        assertThat(after(Duration.ofSeconds(2))).isEqualTo(1);
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(2);
    }

    @Test
    void aDearQuestionRestsLonger() {
        takes = Duration.ofSeconds(1);

        assertThat(after(Duration.ZERO)).isEqualTo(1);
        assertThat(after(Duration.ofSeconds(29))).isEqualTo(1);
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(2);
    }
}
