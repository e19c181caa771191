package io.spendstream.stream;

import io.spendstream.stream.intake.SourceChangedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a thread that died, a few times: a broker that is gone for a moment should not end the process. What fails
 * again and again ends it, loudly, for a restart is the recovery that is tested; and so does, at once, what would lose
 * events. Thread-safe.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final int REPLACEMENTS_MAX = 5;
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();

    ThreadReplacement(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        String refusal = refusalIn(exception);
        if (refusal != null) {
            LOG.error("this process ends: {}", refusal, exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Instant now = clock.instant();
        while (!replacements.isEmpty() && replacements.peekFirst().isBefore(now.minus(PERIOD))) {
            replacements.removeFirst();
        }
        if (replacements.size() >= REPLACEMENTS_MAX) {
            LOG.error("{} threads died within {}, so this process ends", REPLACEMENTS_MAX + 1, PERIOD, exception);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.addLast(now);
        LOG.error("a thread died; it is replaced", exception);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Returns what to do about a failure that another thread would meet too; null if it may pass. */
    private static @Nullable String refusalIn(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceChangedException) {
                return cause.getMessage();
            }
            if (cause instanceof InvalidOffsetException lost) {
                return "records are lost, or a topic was made anew: the brokers no longer have the positions of %s. Bring the topic back; or, to go on without what is lost, set the positions: kafka-consumer-groups.sh --reset-offsets --to-earliest"
                        .formatted(lost.partitions());
            }
        }
        return null;
    }
}
