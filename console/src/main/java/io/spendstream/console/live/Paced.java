package io.spendstream.console.live;

import java.time.Duration;
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
    private long nextAt;

    Paced(Supplier<T> question, Duration interval, LongSupplier nanoTime) {
        this.question = question;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Returns the answer, asked anew if it is time. */
    T get() {
        long now = nanoTime.getAsLong();
        T known = answer;
        if (known != null && now - nextAt < 0) {
            return known;
        }
        T asked = question.get();
        long end = nanoTime.getAsLong();
        answer = asked;
        nextAt = end + Math.max(intervalNanos, (end - now) * REST);
        return asked;
    }
}
