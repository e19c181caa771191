package io.spendstream.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How sure a usage event is of its counts. A higher status supersedes a lower one of the same event id. */
public enum UsageStatus {
    /** The provider reported no usage for the call. */
    MISSING,
    /** The stream was cut short after some usage had been seen. */
    PROVISIONAL,
    /** The provider's last word. */
    FINAL;

    private static final List<UsageStatus> ALL = List.of(values());

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the status spelled {@code wireName}, or empty if there is none. */
    public static Optional<UsageStatus> of(String wireName) {
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

    /** Returns whether an event with this status replaces what an event with {@code earlier} status said. */
    public boolean supersedes(UsageStatus earlier) {
        return compareTo(earlier) > 0;
    }
}
