package io.spendstream.producer.reading;

import io.spendstream.contract.UsageStatus;
import java.util.Locale;

/** How much of the truth a {@link ReadUsage} has. */
public enum ReadStatus {
    /** The provider's last word. */
    FINAL,
    /** The provider's last word, in which a count that belongs there is absent: unknown, not zero. */
    PARTIAL,
    /** The stream was cut short after some usage had been seen. */
    PROVISIONAL,
    /** The provider reported no usage. */
    MISSING,
    /** The call is free, as token counting is: there is nothing to record. */
    NOT_BILLABLE;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used on the command line. */
    public String wireName() {
        return wireName;
    }

    /** Returns the status an event carries: a partial reading may still be superseded by a better one. */
    public UsageStatus usageStatus() {
        return switch (this) {
            case FINAL -> UsageStatus.FINAL;
            case PARTIAL, PROVISIONAL -> UsageStatus.PROVISIONAL;
            case MISSING, NOT_BILLABLE -> UsageStatus.MISSING;
        };
    }
}
