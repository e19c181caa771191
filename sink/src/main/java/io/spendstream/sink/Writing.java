package io.spendstream.sink;

import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the database one batch at a time, on a thread of its own, so that the next batch is read and decoded meanwhile.
 * While it is {@link #isBusy busy} the database link is that thread's. Used by the sink's thread only.
 */
final class Writing implements AutoCloseable {
    private final DatabaseLink database;
    private final Work work;
    private final InstantSource clock;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "spendstream-sink-writer"));

    private @Nullable Future<Outcome> attempt;

    /** What is done with a batch at the database. */
    interface Work {
        DatabaseLink.Work<Written> with(Batch batch);
    }

    /**
     * What became of an attempt.
     *
     * @param written what was written, or empty if the database is away: then it is not known whether the batch was
     */
    record Outcome(Batch batch, Instant begun, Instant ended, Optional<Written> written) {}

    Writing(DatabaseLink database, Work work, InstantSource clock) {
        this.database = database;
        this.work = work;
        this.clock = clock;
    }

    /** Returns whether an attempt was begun whose outcome was not {@link #takeOutcome taken} yet. */
    boolean isBusy() {
        return attempt != null;
    }

    /** Begins to write {@code batch}. Nothing else may be under way. */
    void begin(Batch batch) {
        if (attempt != null) {
            throw new IllegalStateException("a batch is being written already");
        }
        attempt = thread.submit(() -> {
            Instant begun = clock.instant();
            Optional<Written> written = database.attempt(work.with(batch));
            return new Outcome(batch, begun, clock.instant(), written);
        });
    }

    /**
     * Returns the outcome of the attempt under way, once it is over.
     *
     * @throws io.spendstream.sink.write.FencedException if another sink has taken a partition of the batch over
     * @throws SinkStoppedException if the database refuses for a reason that will not pass
     */
    Optional<Outcome> takeOutcome() {
        Future<Outcome> over = attempt;
        if (over == null || !over.isDone()) {
            return Optional.empty();
        }
        attempt = null;
        try {
            return Optional.of(over.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a batch could not be written", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits until nothing is under way; the outcome is still to be taken. */
    void await() {
        if (attempt == null) {
            return;
        }
        try {
            attempt.get();
        } catch (ExecutionException e) {
            // told by takeOutcome
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits for what is under way, and ends the thread. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            thread.shutdown();
        }
    }
}
