package io.spendstream.faults.verify;

import io.spendstream.faults.workload.PlannedCall;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/**
 * One value of one dimension on one UTC day.
 *
 * @param dimension what is added up by
 * @param value its value
 * @param day the day
 */
public record Bucket(String dimension, String value, LocalDate day) implements Comparable<Bucket> {
    /** Everything. */
    public static final String ALL = "all";
    /** The team. */
    public static final String TEAM = "team";
    /** The task type. */
    public static final String TASK_TYPE = "task_type";
    /** The agent. */
    public static final String AGENT = "agent";
    /** The session. */
    public static final String SESSION = "session";
    /** The model. */
    public static final String MODEL = "model";

    /** Every dimension. */
    public static final Set<String> DIMENSIONS = Set.of(ALL, TEAM, TASK_TYPE, AGENT, SESSION, MODEL);

    /** Returns the buckets a call of {@code who} to {@code model} belongs to. */
    public static List<Bucket> of(PlannedCall.Who who, String model, Instant timestamp) {
        LocalDate day = LocalDate.ofInstant(timestamp, ZoneOffset.UTC);
        return List.of(
                new Bucket(ALL, "", day),
                new Bucket(TEAM, who.team(), day),
                new Bucket(TASK_TYPE, who.taskType(), day),
                new Bucket(AGENT, who.agent(), day),
                new Bucket(SESSION, who.session(), day),
                new Bucket(MODEL, model, day));
    }

    @Override
    public int compareTo(Bucket other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return "%s %s on %s".formatted(dimension, value, day);
    }
}
