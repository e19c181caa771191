package io.spendstream.console.live;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question that is asked again only after a while, and after a longer one the longer it took: it never keeps the
 * database busy for more than a small share of the time. Not thread-safe.
 *
 * @param <T> the answer
 */
final class Paced<T> {
    private static final int REST = 30;

    private final Supplier<T> question;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private @Nullable T answer;
    private @Nullable RuntimeException failure;
    private boolean isAsked;
    private long nextAt;

    Paced(Supplier<T> question, Duration interval, LongSupplier nanoTime) {
        this.question = question;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Returns the answer, asked anew if it is time; a failure is an answer too, and is rested from as long. */
    T get() {
        long now = nanoTime.getAsLong();
        if (!isAsked || now - nextAt >= 0) {
            ask(now);
        }
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(answer);
    }

    private void ask(long now) {
        try {
            answer = question.get();
            failure = null;
        } catch (RuntimeException e) {
            failure = e;
        }
        isAsked = true;
        long end = nanoTime.getAsLong();
        nextAt = end + Math.max(intervalNanos, (end - now) * REST);
    }
}
