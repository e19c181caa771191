package io.spendstream.contract;

import java.util.Locale;

/** How sure a usage event is of its counts. A higher status supersedes a lower one of the same event id. */
public enum UsageStatus {
    /** The provider reported no usage for the call. */
    MISSING,
    /** The stream was cut short after some usage had been seen. */
    PROVISIONAL,
    /** The provider's last word. */
    FINAL;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used on the wire. */
    public String wireName() {
        return wireName;
    }

    /** Returns whether an event with this status replaces what an event with {@code earlier} status said. */
    public boolean supersedes(UsageStatus earlier) {
        return compareTo(earlier) > 0;
    }
}
