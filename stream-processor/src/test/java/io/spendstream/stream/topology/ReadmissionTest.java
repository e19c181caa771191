package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Readmission;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that an operator sends again although they are late. */
final class ReadmissionTest {
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(8));

    private final Metering metering = Metering.started();

    @AfterEach
    void close() {
        metering.close();
    }

    @Test
    void aLateEventForWhichSomebodyAnswersCountsOnceOnTheDayItHappened() {
        UsageEvent late = event("late", LONG_AGO);
        metering.send(late, NOON);
        readmit(late, NOON.plusSeconds(1));
        readmit(late, NOON.plusSeconds(2));

        assertThat(metering.deadLetters()).extracting(DeadLetter::reason).containsExactly(RejectionReason.TOO_LATE);
        assertThat(metering.ledger()).extracting(LedgerLine::eventId).containsExactly("late");
        assertThat(metering.outcome("accepted")).isEqualTo(1);
        assertThat(metering.outcome("duplicate")).isEqualTo(1);
        assertThat(metering.totals()).anySatisfy((key, tally) -> {
            assertThat(key.dimension()).isEqualTo(Dimension.ALL);
            assertThat(key.day()).isEqualTo("2026-11-13");
            assertThat(tally.calls()).isEqualTo(1);
        });
    }

    @Test
    void itIsRefusedWhenItIsReadAgainAfterItWasForgotten() {
        UsageEvent late = event("late", LONG_AGO);
        readmit(late, NOON);
        metering.send(event("much-later", NOON.plus(Duration.ofDays(9))));
        readmit(late, NOON); // the topic is read again from its start

        assertThat(metering.ledger()).extracting(LedgerLine::eventId).containsExactly("late", "much-later");
        assertThat(metering.deadLetters()).extracting(DeadLetter::reason).containsExactly(RejectionReason.TOO_LATE);
    }

    @Test
    void aCopyOfItThatIsSentWhenItIsForgottenIsRefused() {
        UsageEvent late = event("late", LONG_AGO);
        readmit(late, NOON);
        Instant muchLater = NOON.plus(Duration.ofDays(9));
        readmit(late, NOON, muchLater); // the whole topic is sent again, headers and all

        assertThat(metering.ledger()).extracting(LedgerLine::eventId).containsExactly("late");
        assertThat(metering.deadLetters()).extracting(DeadLetter::reason).containsExactly(RejectionReason.TOO_LATE);
    }

    @Test
    void nobodyCanAnswerFromTheFuture() {
        readmit(event("late", LONG_AGO), NOON.plus(Duration.ofDays(60)), NOON);

        assertThat(metering.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly(RejectionReason.IN_THE_FUTURE);
    }

    @Test
    void nobodyCanAnswerForTheFuture() {
        readmit(event("early", NOON.plus(Duration.ofHours(1))), NOON);

        assertThat(metering.deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly(RejectionReason.IN_THE_FUTURE);
    }

    @Test
    void aTotalThatWasForgottenDoesNotBeginAnewWithIt() {
        readmit(event("ancient", NOON.minus(Duration.ofDays(60))), NOON);

        assertThat(metering.ledger()).extracting(LedgerLine::eventId).containsExactly("ancient");
        assertThat(metering.outcome("accepted")).isEqualTo(1);
        assertThat(metering.totals().keySet())
                .allSatisfy(key -> assertThat(key.dimension()).isEqualTo(Dimension.OUTCOME));
    }

    private void readmit(UsageEvent event, Instant arrivedAt) {
        readmit(event, arrivedAt, arrivedAt);
    }

    private void readmit(UsageEvent event, Instant readmittedAt, Instant arrivedAt) {
        var headers = new RecordHeaders();
        Readmission.add(headers, "ada", readmittedAt);
        metering.send(
                Topic.USAGE,
                new TestRecord<>(event.eventId().getBytes(UTF_8), UsageEventJson.write(event), headers, arrivedAt));
    }
}
