package io.spendstream.contract;

import java.util.Locale;

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

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used on the wire. */
    public String wireName() {
        return wireName;
    }

    /** Returns whether lines of this status have a cost. */
    public boolean hasCost() {
        return this == PRICED || this == FREE;
    }
}
