package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a budget can be narrowed to, or kept apart by. */
public enum BudgetDimension {
    /** Who pays. */
    TEAM,
    /** What kind of work it was. */
    TASK_TYPE,
    /** Which agent made the call. */
    AGENT,
    /** The conversation or run. */
    SESSION,
    /** What it was made for. */
    PROJECT,
    /** Where the agent runs. */
    ENVIRONMENT,
    /** The platform that bills the call. */
    PROVIDER,
    /** The model, as the provider spells it. */
    MODEL;

    private static final List<BudgetDimension> ALL = List.of(values());
    private static final String WIRE_NAMES =
            ALL.stream().map(BudgetDimension::wireName).collect(Collectors.joining(", "));

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns every dimension, in the order that fixes the order of values. */
    public static List<BudgetDimension> all() {
        return ALL;
    }

    /** Returns the names of all dimensions, for sentences. */
    public static String wireNames() {
        return WIRE_NAMES;
    }

    /** Returns the dimension spelled {@code wireName}, or empty if there is none. */
    public static Optional<BudgetDimension> of(String wireName) {
        return ALL.stream()
                .filter(dimension -> dimension.wireName.equals(wireName))
                .findFirst();
    }

    /** Returns the name used on the wire and in files. */
    public String wireName() {
        return wireName;
    }

    /** Returns the value of a call in this dimension; {@link Attribution#UNATTRIBUTED} if it was not said. */
    public String valueOf(Attribution attribution, ModelCall call) {
        return requireNonNull(valueOf(attribution, call.provider(), call.model()));
    }

    /** Returns the same of a call before it is made; null in the dimension of the model if {@code model} is. */
    public @Nullable String valueOf(Attribution attribution, String provider, @Nullable String model) {
        return switch (this) {
            case TEAM -> said(attribution.team());
            case TASK_TYPE -> said(attribution.taskType());
            case AGENT -> said(attribution.agent());
            case SESSION -> attribution.sessionId();
            case PROJECT -> said(attribution.project());
            case ENVIRONMENT -> said(attribution.environment());
            case PROVIDER -> provider;
            case MODEL -> model;
        };
    }

    private static String said(@Nullable String value) {
        return value == null ? Attribution.UNATTRIBUTED : value;
    }
}
