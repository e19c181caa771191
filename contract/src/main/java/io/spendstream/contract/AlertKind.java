package io.spendstream.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an alert is about. */
public enum AlertKind {
    /** What was spent reached a threshold. */
    ACTUAL,
    /** At the period's pace so far, the limit will be exceeded before it ends. */
    FORECAST,
    /** What was spent in a short while is so much that the limit would not last. */
    BURN_RATE;

    private static final List<AlertKind> ALL = List.of(values());

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns every kind. */
    public static List<AlertKind> all() {
        return ALL;
    }

    /** Returns the kind spelled {@code wireName}, or empty if there is none. */
    public static Optional<AlertKind> of(String wireName) {
        return ALL.stream().filter(kind -> kind.wireName.equals(wireName)).findFirst();
    }

    /** Returns the name used on the wire. */
    public String wireName() {
        return wireName;
    }
}
