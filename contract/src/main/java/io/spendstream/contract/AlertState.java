package io.spendstream.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether an alert begins or ends something. */
public enum AlertState {
    /** It holds now and did not before. */
    FIRING,
    /** It holds no longer: the limit was raised, or what was spent was corrected. */
    RESOLVED;

    private static final List<AlertState> ALL = List.of(values());

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the state spelled {@code wireName}, or empty if there is none. */
    public static Optional<AlertState> of(String wireName) {
        return ALL.stream().filter(state -> state.wireName.equals(wireName)).findFirst();
    }

    /** Returns the name used on the wire. */
    public String wireName() {
        return wireName;
    }
}
