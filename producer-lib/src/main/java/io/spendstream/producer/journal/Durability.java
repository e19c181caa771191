package io.spendstream.producer.journal;

import java.util.Locale;

/** What an appended record survives. */
public enum Durability {
    /** The death of the process: the bytes are with the operating system. */
    PROCESS,
    /** The loss of power too: the bytes are on the disk, at the price of waiting for it. */
    POWER;

    private final String configName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in configuration. */
    public String configName() {
        return configName;
    }
}
