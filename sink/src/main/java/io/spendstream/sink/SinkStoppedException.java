package io.spendstream.sink;

import org.jspecify.annotations.Nullable;

/** Says why a sink cannot go on: what a person must look at, because another try would do harm or no good. */
public final class SinkStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SinkStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
