package io.spendstream.contract.failpoint;

/** The failure that a point was armed with. */
public final class FailPointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailPointException(String message) {
        super(message);
    }
}
