package io.spendstream.contract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How urgent an alert is. */
public enum AlertSeverity {
    /** Good to know. */
    INFO,
    /** To be looked at. */
    WARNING,
    /** To be acted on now. */
    CRITICAL;

    private static final List<AlertSeverity> ALL = List.of(values());
    private static final BigDecimal WARNING_FROM = new BigDecimal("0.8");

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the severity spelled {@code wireName}, or empty if there is none. */
    public static Optional<AlertSeverity> of(String wireName) {
        return ALL.stream()
                .filter(severity -> severity.wireName.equals(wireName))
                .findFirst();
    }

    /** Returns the severity of {@code threshold} unless something else is said: critical from 1, warning from 0.8. */
    public static AlertSeverity at(BigDecimal threshold) {
        if (threshold.compareTo(BigDecimal.ONE) >= 0) {
            return CRITICAL;
        }
        return threshold.compareTo(WARNING_FROM) >= 0 ? WARNING : INFO;
    }

    /** Returns the name used on the wire and in files. */
    public String wireName() {
        return wireName;
    }
}
