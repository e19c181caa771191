package io.spendstream.producer.guard;

import java.util.Locale;

/** What becomes of a call for which a blocking budget has nothing left. */
public enum GuardMode {
    /** It is allowed and counted: to see what would be refused before anything is. */
    OBSERVE,
    /** It is allowed, and the decision and the log say so. */
    WARN,
    /** It is refused. */
    BLOCK;

    private final String configName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in configuration. */
    public String configName() {
        return configName;
    }
}
