package io.spendstream.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known about the cost of a ledger line. */
public enum PricingStatus {
    /** A price was found for every class used; the cost is known. */
    PRICED,
    /** The price book says the model costs nothing; the cost is a true zero. */
    FREE,
    /** No price was found; the cost is unknown, which is not zero. */
    UNPRICED,
    /** The provider reported no usage, so there is nothing to price; the cost is unknown. */
    UNMETERED;

    private static final List<PricingStatus> ALL = List.of(values());

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the status spelled {@code wireName}, or empty if there is none. */
    public static Optional<PricingStatus> of(String wireName) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).wireName.equals(wireName)) {
                return Optional.of(ALL.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns the name used on the wire. */
    public String wireName() {
        return wireName;
    }

    /** Returns whether lines of this status have a cost. */
    public boolean hasCost() {
        return this == PRICED || this == FREE;
    }
}
