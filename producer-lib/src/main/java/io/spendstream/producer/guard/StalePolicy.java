package io.spendstream.producer.guard;

import java.util.Locale;

/** What becomes of a call while the guard does not know what was spent of late. */
public enum StalePolicy {
    /** Not knowing is no reason to refuse; what is known to be spent stays spent until its period ends. */
    OPEN,
    /** A call that a blocking budget may be about is treated as if nothing were left. */
    CLOSED;

    private final String configName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in configuration. */
    public String configName() {
        return configName;
    }
}
