package io.spendstream.stream.pricing;

/** What kind of price an entry is, in the order in which prices for the same calls are asked. */
enum Layer {
    /** Agreed with the provider, or written by the user. */
    OWN,
    /** Another entry's price, less a discount. */
    DISCOUNT,
    /** From a public list that was imported. */
    LIST
}
