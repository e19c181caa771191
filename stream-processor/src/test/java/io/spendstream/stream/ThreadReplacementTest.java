package io.spendstream.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.stream.intake.SourceChangedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** A few faults are survived, a stream of them is not. */
final class ThreadReplacementTest {
    private final RuntimeException fault = new IllegalStateException("for a test");

    private Instant now = Instant.EPOCH;
    private final ThreadReplacement handler = new ThreadReplacement(() -> now);

    @Test
    void aThreadThatDiesIsReplaced() {
        assertThat(handler.handle(fault)).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void theSixthFaultWithinTenMinutesEndsTheProcess() {
        for (int i = 0; i < 5; i++) {
            assertThat(handler.handle(fault)).isEqualTo(REPLACE_THREAD);
        }

        assertThat(handler.handle(fault)).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void faultsThatAreFarApartAreSurvived() {
        for (int i = 0; i < 100; i++) {
            assertThat(handler.handle(fault)).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofMinutes(3));
        }
    }

    @Test
    void whatWouldLoseEventsEndsTheProcessAtOnce() {
        var gone = new OffsetOutOfRangeException(Map.of(new TopicPartition("spendstream.usage", 1), 7L));

        assertThat(handler.handle(new StreamsException("no valid reset policy", gone)))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(handler.handle(new StreamsException(new SourceChangedException("made anew"))))
                .isEqualTo(SHUTDOWN_CLIENT);
    }
}
