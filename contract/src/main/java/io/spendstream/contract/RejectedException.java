package io.spendstream.contract;

/**
 * Thrown when a value cannot become part of a usage event. The message names the field, the value and the limit, and
 * never repeats more of a hostile text than its length. Has no stack trace: it is an outcome, not a fault.
 */
public final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectionReason reason;

    /** Creates a rejection for {@code reason}, with a sentence for people. */
    public RejectedException(RejectionReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Returns the reason code. */
    public RejectionReason reason() {
        return reason;
    }
}
