package io.spendstream.stream.intake;

/** Says that going on would lose events, and what a person can do about it. Another try would end the same way. */
public final class SourceChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SourceChangedException(String message) {
        super(message);
    }
}
