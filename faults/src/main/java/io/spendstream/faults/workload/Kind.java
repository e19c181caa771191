package io.spendstream.faults.workload;

/** How a planned call is reported. */
public enum Kind {
    /** Once. */
    ONCE(760),
    /** Twice, with the same words. */
    TWICE(100),
    /** Cut short first and complete later, or the other way round. */
    CUT_SHORT(70),
    /** Twice, with different counts: whichever comes first counts, the other is refused. */
    CONTRADICTED(20),
    /** Eight days after it happened. */
    TOO_LATE(30),
    /** By a clock that is ten minutes ahead. */
    AHEAD(20);

    /** The sum of all shares. */
    private static final int SHARES = 1_000;

    private final int share;

    Kind(int share) {
        this.share = share;
    }

    /** Returns the kind that {@code drawn}, from 0 to 999, stands for. */
    static Kind of(int drawn) {
        int rest = drawn;
        for (Kind kind : values()) {
            rest -= kind.share;
            if (rest < 0) {
                return kind;
            }
        }
        throw new IllegalArgumentException("drawn must be in 0..%d: %d".formatted(SHARES - 1, drawn));
    }

    static int shares() {
        return SHARES;
    }
}
