package io.spendstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private static Delivery at(Instant time, String id, DeliveryResult result) {
        return new Delivery("slack", id, result, 200, 1, time);
    }

    @Test
    void remembersWhatIsSettledHoweverItWas() {
        var marks = new Marks(Duration.ofDays(30));

        marks.addAll(List.of(at(NOW, "a", DeliveryResult.DELIVERED), at(NOW, "b", DeliveryResult.REJECTED)), NOW);

        assertThat(marks.has("a")).isTrue();
        assertThat(marks.has("b")).isTrue();
        assertThat(marks.has("c")).isFalse();
    }

    @Test
    void forgetsWhatCannotComeAgainWhateverOrderItIsReadIn() {
        var marks = new Marks(Duration.ofDays(30));
        Delivery old = at(NOW.minus(Duration.ofDays(29)), "old", DeliveryResult.DELIVERED);

        marks.addAll(List.of(at(NOW, "young", DeliveryResult.DELIVERED), old), NOW);
        assertThat(marks.has("old")).isTrue();
        marks.addAll(List.of(), NOW.plus(Duration.ofDays(2)));

        assertThat(marks.has("old")).isFalse();
        assertThat(marks.has("young")).isTrue();
    }

    @Test
    void onlyWhatWasTakenIsASuccess() {
        Instant earlier = NOW.minusSeconds(60);

        assertThat(Marks.lastSuccess(
                        List.of(at(earlier, "a", DeliveryResult.DELIVERED), at(NOW, "b", DeliveryResult.REJECTED))))
                .contains(earlier);
        assertThat(Marks.lastSuccess(List.of())).isEmpty();
    }
}
