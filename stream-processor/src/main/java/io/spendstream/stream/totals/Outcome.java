package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.RejectionReason;

/**
 * What became of a record: the value of {@link io.spendstream.contract.Dimension#OUTCOME}. Every record has exactly
 * one, so the totals of all outcomes add up to the records received.
 *
 * @param code {@code accepted}, {@code corrected}, {@code duplicate} or the code of a {@link RejectionReason}
 */
public record Outcome(String code) {
    /** The record's event was counted. */
    public static final Outcome ACCEPTED = new Outcome("accepted");

    /** The record's event corrected one that was counted. */
    public static final Outcome CORRECTED = new Outcome("corrected");

    /** The record's event was counted already. */
    public static final Outcome DUPLICATE = new Outcome("duplicate");

    public Outcome {
        requireNonNull(code, "code");
    }

    /** Returns that a record was refused for {@code reason}. */
    public static Outcome rejected(RejectionReason reason) {
        return new Outcome(reason.wireName());
    }
}
