package io.spendstream.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What totals are kept by. */
public enum Dimension {
    /** Everything. */
    ALL,
    /** The task type. */
    TASK_TYPE,
    /** The team. */
    TEAM,
    /** The agent. */
    AGENT,
    /** The model, as the provider spells it. */
    MODEL,
    /** Team, task type and model together. */
    TEAM_TASK_TYPE_MODEL,
    /**
     * What became of the records that came in: {@code accepted}, {@code corrected}, {@code duplicate} or the code of a
     * {@link RejectionReason}. Not kept by day: its totals run from the first record on.
     */
    OUTCOME;

    private static final List<Dimension> ALL_DIMENSIONS = List.of(values());
    private static final List<Dimension> OF_LINES = List.of(ALL, TASK_TYPE, TEAM, AGENT, MODEL, TEAM_TASK_TYPE_MODEL);

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the dimensions ledger lines are added up by. */
    public static List<Dimension> ofLines() {
        return OF_LINES;
    }

    /** Returns the dimension spelled {@code wireName}, or empty if there is none. */
    public static Optional<Dimension> of(String wireName) {
        return ALL_DIMENSIONS.stream()
                .filter(dimension -> dimension.wireName.equals(wireName))
                .findFirst();
    }

    /** Returns how many values a total of this dimension has. */
    public int valuesCount() {
        return switch (this) {
            case ALL -> 0;
            case TASK_TYPE, TEAM, AGENT, MODEL, OUTCOME -> 1;
            case TEAM_TASK_TYPE_MODEL -> 3;
        };
    }

    /** Returns the name used on the wire. */
    public String wireName() {
        return wireName;
    }

    /** Returns the values {@code line} has in this dimension; empty for {@link #ALL} and {@link #OUTCOME}. */
    public List<String> valuesOf(LedgerLine line) {
        Attribution attribution = line.attribution().orUnattributed();
        return switch (this) {
            case ALL, OUTCOME -> List.of();
            case TASK_TYPE -> List.of(said(attribution.taskType()));
            case TEAM -> List.of(said(attribution.team()));
            case AGENT -> List.of(said(attribution.agent()));
            case MODEL -> List.of(line.call().model());
            case TEAM_TASK_TYPE_MODEL ->
                List.of(
                        said(attribution.team()),
                        said(attribution.taskType()),
                        line.call().model());
        };
    }

    private static String said(@Nullable String value) {
        return value == null ? Attribution.UNATTRIBUTED : value;
    }
}
