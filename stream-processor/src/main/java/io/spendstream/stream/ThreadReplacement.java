package io.spendstream.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a thread that died, a few times: a broker that is gone for a moment should not end the process. What fails
 * again and again ends it, loudly, for a restart is the recovery that is tested. Thread-safe.
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
}
