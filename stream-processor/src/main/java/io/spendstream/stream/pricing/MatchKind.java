package io.spendstream.stream.pricing;

import java.util.Locale;

/** How a model's name led to an entry, from the surest to the least sure. None of them is a guess. */
enum MatchKind {
    /** The entry's own name. */
    EXACT,
    /** Another name the entry lists. */
    ALIAS,
    /** A name the entry lists, once a version suffix was taken off. */
    VERSION_STRIPPED,
    /** A name the entry lists, once a date suffix was taken off. */
    DATE_STRIPPED,
    /** The response names no model; the name that was asked for leads to the entry. */
    REQUEST_MODEL,
    /** The book says which model runs under the name, as it does for deployments and inference profiles. */
    DEPLOYMENT;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }

    MatchKind weaker(MatchKind other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
