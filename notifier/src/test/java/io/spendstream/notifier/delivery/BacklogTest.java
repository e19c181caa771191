package io.spendstream.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final TopicPartition ZERO = new TopicPartition("alerts", 0);
    private static final TopicPartition ONE = new TopicPartition("alerts", 1);

    private final Backlog<String> backlog = new Backlog<>(3);

    private Pending<String> add(String budget, TopicPartition partition, long offset) {
        var alert = new Pending<>("alert " + offset, budget + "|" + offset, budget, partition, offset, NOW);
        backlog.add(alert);
        return alert;
    }

    @Test
    void whatCameFirstIsDueFirst() {
        Pending<String> first = add("a", ZERO, 5);
        add("b", ZERO, 6);

        assertThat(backlog.due(NOW)).contains(first);
    }

    @Test
    void alertsOfOtherBudgetsPassOneThatFailed() {
        Pending<String> failed = add("a", ZERO, 5);
        Pending<String> later = add("a", ZERO, 6);
        Pending<String> other = add("b", ZERO, 7);

        failed.failedUntil(NOW.plusSeconds(9));

        assertThat(backlog.due(NOW)).contains(other);
        backlog.remove(other);
        assertThat(backlog.due(NOW)).isEmpty();
        assertThat(backlog.untilDue(NOW, Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(9));
        assertThat(backlog.due(NOW.plusSeconds(9))).contains(failed);
        backlog.remove(failed);
        assertThat(backlog.due(NOW)).contains(later);
    }

    @Test
    void nothingIsSentWhileTheReceiverWantsToBeLeftAlone() {
        add("a", ZERO, 5);
        Pending<String> unmarked = add("b", ZERO, 6);

        backlog.holdUntil(NOW.plusSeconds(30));
        assertThat(backlog.due(NOW.plusSeconds(29))).isEmpty();
        assertThat(backlog.due(NOW.plusSeconds(30))).isPresent();

        unmarked.settled(new Delivery("c", unmarked.id(), DeliveryResult.DELIVERED, 200, 1, NOW));
        assertThat(backlog.due(NOW)).as("a mark asks nothing of the receiver").contains(unmarked);
    }

    @Test
    void saysHowLongNothingWillBeDue() {
        assertThat(backlog.untilDue(NOW, SECOND)).isEqualTo(SECOND);
        Pending<String> alert = add("a", ZERO, 5);
        assertThat(backlog.untilDue(NOW, SECOND)).isEqualTo(Duration.ZERO);
        alert.failedUntil(NOW.plusMillis(300));
        assertThat(backlog.untilDue(NOW, SECOND)).isEqualTo(Duration.ofMillis(300));
        alert.failedUntil(NOW.plusSeconds(5));
        assertThat(backlog.untilDue(NOW, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void aPartitionIsSettledUpToItsFirstAlertThatIsNot() {
        Pending<String> first = add("a", ZERO, 5);
        Pending<String> second = add("b", ZERO, 6);
        add("c", ONE, 1);

        backlog.remove(second);
        assertThat(backlog.firstUnsettled(ZERO)).hasValue(5);
        backlog.remove(first);
        assertThat(backlog.firstUnsettled(ZERO)).isEmpty();
        assertThat(backlog.firstUnsettled(ONE)).hasValue(1);
    }

    @Test
    void isBounded() {
        assertThat(backlog.hasRoomFor(3)).isTrue();
        add("a", ZERO, 5);
        assertThat(backlog.hasRoomFor(3)).isFalse();
        assertThat(backlog.hasRoomFor(2)).isTrue();
    }

    @Test
    void forgetsWhatAnotherTakesOver() {
        add("a", ZERO, 5);
        Pending<String> kept = add("b", ONE, 1);

        backlog.drop(List.of(ZERO));

        assertThat(backlog.size()).isEqualTo(1);
        assertThat(backlog.due(NOW)).isEqualTo(Optional.of(kept));
        assertThat(backlog.firstUnsettled(ZERO)).isEmpty();
    }
}
