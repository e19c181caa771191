package io.spendstream.producer.guard;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the guard says about a call.
 *
 * @param outcome whether the call may be made
 * @param reason why it should not, whether it may or not; {@link Reason#NONE} if nothing speaks against it
 * @param budget the id of the budget that speaks against it; null for none
 * @param message the sentence for people and logs; empty if nothing speaks against the call
 */
public record GuardDecision(
        Outcome outcome, Reason reason, @Nullable String budget, String message) {
    /** The decision that nothing speaks against. */
    public static final GuardDecision ALLOWED = new GuardDecision(Outcome.ALLOWED, Reason.NONE, null, "");

    /** Whether a call may be made. */
    public enum Outcome {
        /** It may. */
        ALLOWED,
        /** It may, but the guard warns. */
        WARNED,
        /** It may not. */
        DENIED
    }

    /** What speaks against a call. */
    public enum Reason {
        /** Nothing. */
        NONE,
        /** The budget's limit is spent. */
        EXCEEDED,
        /** What is left of the budget is set aside for calls in flight, or is less than this call may cost. */
        SET_ASIDE,
        /** What was spent of late is not known. */
        UNKNOWN;

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Returns the name used in logs and labels. */
        public String wireName() {
            return wireName;
        }
    }

    public GuardDecision {
        requireNonNull(outcome, "outcome");
        requireNonNull(reason, "reason");
        requireNonNull(message, "message");
    }

    /** Returns whether the call may be made. */
    public boolean isAllowed() {
        return outcome != Outcome.DENIED;
    }

    /** Returns the id of the budget that speaks against the call. */
    public Optional<String> budgetId() {
        return Optional.ofNullable(budget);
    }
}
