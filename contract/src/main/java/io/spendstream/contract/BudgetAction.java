package io.spendstream.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to happen when a budget is exceeded. */
public enum BudgetAction {
    /** People are told. */
    ALERT,
    /** People are told, and agents that ask before they call are refused. */
    BLOCK;

    private static final List<BudgetAction> ALL = List.of(values());

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the action spelled {@code wireName}, or empty if there is none. */
    public static Optional<BudgetAction> of(String wireName) {
        return ALL.stream().filter(action -> action.wireName.equals(wireName)).findFirst();
    }

    /** Returns the name used on the wire and in files. */
    public String wireName() {
        return wireName;
    }
}
