package io.spendstream.notifier.delivery;

import java.util.Locale;

/** How an alert was settled on a channel. */
public enum DeliveryResult {
    /** The receiver took it. */
    DELIVERED,
    /** The receiver answered that it will never take it. */
    REJECTED,
    /** It became too old before a receiver answered. */
    EXPIRED;

    /** Returns the name on the wire and in metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the result of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DeliveryResult of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
