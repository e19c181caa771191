package io.spendstream.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server that cannot start, run or stop; the message says why and what to do. */
public class EmbeddedServerException extends RuntimeException {
    /** Creates the exception with the message a person will read. */
    public EmbeddedServerException(String message) {
        this(message, null);
    }

    /** Creates the exception with the message a person will read and what caused it. */
    public EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
