package io.spendstream.notifier.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What a receiver answered.
 *
 * @param status the HTTP status
 * @param retryAfter how long it asked to be left alone
 * @param excerpt the beginning of what it said, for people
 */
public record Reply(int status, Optional<Duration> retryAfter, String excerpt) {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    /** Returns whether it took what was sent. */
    public boolean isAccepted() {
        return status >= 200 && status < 300;
    }

    /** Returns whether the same request may be answered otherwise later. */
    public boolean isRetryable() {
        return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    /** Returns whether it said that too much is asked of it. */
    public boolean isRateLimit() {
        return status == TOO_MANY_REQUESTS;
    }
}
