package io.spendstream.sink.report;

import java.util.Locale;

/** What spend can be grouped by. */
public enum SpendDimension {
    /** Who pays. */
    TEAM("team", true),
    /** What kind of work it was. */
    TASK_TYPE("task_type", true),
    /** Which agent made the call. */
    AGENT("agent", true),
    /** What the call was made for. */
    PROJECT("project", true),
    /** The model, as the provider spells it. */
    MODEL("model", true),
    /** The platform that bills the call. */
    PROVIDER("provider", true),
    /** The conversation or run; summed from the rows, which takes longer. */
    SESSION("session_id", false),
    /** The day in the query's zone, as {@code 2026-11-21}. */
    DAY("", true);

    private final String column;
    private final boolean isInRollup;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    SpendDimension(String column, boolean isInRollup) {
        this.column = column;
        this.isInRollup = isInRollup;
    }

    /** Returns the name people use: {@code task_type}. */
    public String wireName() {
        return wireName;
    }

    String column() {
        return column;
    }

    boolean isInRollup() {
        return isInRollup;
    }
}
