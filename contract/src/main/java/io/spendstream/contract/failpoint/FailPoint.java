package io.spendstream.contract.failpoint;

import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in the code between two steps, at which a process must be able to die without anything being lost or counted
 * twice. Each constant says what is done before it and what is not done yet.
 *
 * <p>The system property {@value #PROPERTY}, or the environment variable {@value #VARIABLE}, arms one of them before the
 * process starts: {@code sink.before-commit:2} kills it the second time it gets there, as {@code kill -9} does; {@code
 * :throw} and {@code :pause-500} at its end do the milder things their names say.
 *
 * <p>Thread-safe.
 */
public enum FailPoint {
    AGENT_BEFORE_LOCK("the directory of a new journal is there, nobody holds its lock"),
    AGENT_AFTER_LOCK("the directory of a new journal is locked, no segment is there"),
    AGENT_BEFORE_SEGMENT_HEADER("the file of a segment is there, it is empty"),
    AGENT_AFTER_SEGMENT_HEADER("a segment has its header, nothing is appended to it yet"),
    AGENT_BEFORE_SEGMENT_CHANGE("a segment is full, the next one is not there"),
    AGENT_BEFORE_JOURNAL_WRITE("record was called, nothing of the event is in the journal"),
    AGENT_AFTER_JOURNAL_WRITE("the event is in the journal, record has not returned"),
    AGENT_BEFORE_JOURNAL_SYNC("the event is with the operating system, not forced to the disk"),
    AGENT_AFTER_JOURNAL_SYNC("the event is on the disk, record has not returned"),
    AGENT_BEFORE_SEND("an event was read from the journal, Kafka was not given it"),
    AGENT_BEFORE_ACKNOWLEDGEMENT("Kafka has said that it has an event, the agent has not taken note"),
    AGENT_AFTER_ACKNOWLEDGEMENT("the agent knows that Kafka has an event, the checkpoint does not"),
    AGENT_BEFORE_CHECKPOINT("everything up to a place is acknowledged, the checkpoint is about to say so"),
    AGENT_AFTER_CHECKPOINT("the checkpoint has moved, the segments before it are still there"),
    AGENT_BEFORE_SEGMENT_DELETE("a segment is acknowledged and still there"),
    AGENT_AFTER_SEGMENT_DELETE("a segment is gone, those after it are not looked at yet"),
    AGENT_BEFORE_JOURNAL_DELETE("a whole journal is acknowledged and still there"),
    AGENT_BEFORE_LOCK_DELETE("the files of an acknowledged journal are gone but its lock"),
    AGENT_AFTER_LOCK_DELETE("the directory of an acknowledged journal is empty"),
    AGENT_AFTER_ADOPTION("a dead process's journal is locked, nothing of it is read"),
    AGENT_BEFORE_REFUSAL("Kafka refuses an event for good, it is not set aside yet"),
    AGENT_AFTER_REFUSAL("an event that Kafka refuses is set aside, the checkpoint is before it"),
    AGENT_BEFORE_SEGMENT_ASIDE("a damaged segment is read, it is not set aside"),
    AGENT_AFTER_SEGMENT_ASIDE("a damaged segment is set aside, the checkpoint is before it"),

    PROCESSOR_BEFORE_DEAD_LETTER("a record is refused, its dead letter is not sent"),
    PROCESSOR_AFTER_DEAD_LETTER("a dead letter is sent, the refusal is not counted"),
    PROCESSOR_BEFORE_SEEN_PUT("an event is new and priced, nothing is remembered of it"),
    PROCESSOR_AFTER_SEEN_PUT("an event is remembered, its ledger line is not sent"),
    PROCESSOR_AFTER_LEDGER_FORWARD("a ledger line is sent, it is not in the totals"),
    PROCESSOR_AFTER_OUTCOME("an event is counted as received, budgets and sums do not have its line"),
    PROCESSOR_AFTER_SPEND("budgets have a line, the sums do not"),
    PROCESSOR_AFTER_TALLY("everything is done for an event, nothing is committed"),
    PROCESSOR_BEFORE_PARTIALS("the sums of a partition have changed, none is sent to the second stage"),
    PROCESSOR_AFTER_PARTIALS("the sums of a partition are sent, nothing is committed"),
    PROCESSOR_BEFORE_TOTAL_PUT("a partial is remembered, its difference is not in the total"),
    PROCESSOR_BEFORE_TOTALS("totals have changed, none is sent"),
    PROCESSOR_AFTER_TOTALS("totals are sent, nothing is committed"),
    PROCESSOR_BEFORE_ALERT("an alert is remembered as told, it is not sent"),
    PROCESSOR_AFTER_ALERT("an alert is sent, nothing is committed"),
    PROCESSOR_BEFORE_WRITE("what a task remembers is complete, its stores do not have it"),
    PROCESSOR_AFTER_WRITE("the stores have what a task remembers, nothing is committed"),
    PROCESSOR_BEFORE_COMMIT("a transaction is complete, its commit is not asked for"),
    PROCESSOR_AFTER_COMMIT("a transaction is committed, the stores on disk do not know"),

    SINK_BEFORE_CLAIM("the group gave a partition, its epoch is not raised"),
    SINK_AFTER_CLAIM("an epoch is raised, the consumer is not at the position"),
    SINK_BEFORE_COPY("positions are locked, no row is copied"),
    SINK_AFTER_COPY("rows are copied, the rollup does not have them"),
    SINK_AFTER_ROLLUP("rollup and rows agree, the counters do not have them"),
    SINK_AFTER_COUNTERS("rows, rollup and counters agree, the position has not moved"),
    SINK_BEFORE_COMMIT("the position has moved, nothing is committed"),
    SINK_AFTER_COMMIT("a batch is committed, the sink does not know"),
    SINK_BEFORE_STAGED("the straight way was rolled back, nothing is staged"),
    SINK_BEFORE_STAGED_INSERT("rows are staged, none is in the table"),
    SINK_AFTER_STAGED_INSERT("staged rows are in the table, the sums do not have them"),
    SINK_AFTER_REJECTED("a record that is no row is set aside, the position has not moved"),

    NOTIFIER_BEFORE_DELIVERY("an alert is due, its receiver does not know of it"),
    NOTIFIER_AFTER_DELIVERY("a receiver has taken an alert, no mark says so"),
    NOTIFIER_AFTER_MARK("a mark says that an alert is settled, the position is before it"),
    NOTIFIER_BEFORE_COMMIT("alerts are settled and marked, the position is not committed"),
    NOTIFIER_AFTER_COMMIT("the position is committed, the notifier does not know"),

    OPERATOR_BEFORE_RESEND("events are chosen to be sent again, none of them is"),
    OPERATOR_AFTER_RESEND("events are sent again, that they were is not kept"),
    OPERATOR_BEFORE_RESEND_COMMIT("events are sent again and that they were is kept, nothing is committed"),
    OPERATOR_AFTER_RESEND_COMMIT("what was sent again is committed, the command has not said so"),
    OPERATOR_BEFORE_READMISSION("lines that were set aside are locked, none is a row"),
    OPERATOR_AFTER_READMISSION("lines are rows after all, that they are is not kept"),
    OPERATOR_BEFORE_READMISSION_COMMIT("lines are rows and that they are is kept, nothing is committed"),
    OPERATOR_AFTER_READMISSION_COMMIT("a readmission is committed, the command has not said so");

    /** The system property that arms a point. */
    public static final String PROPERTY = "spendstream.failpoint";

    /** The environment variable that does the same, where the property is not set. */
    public static final String VARIABLE = "SPENDSTREAM_FAILPOINT";

    private static final Logger LOG = LoggerFactory.getLogger(FailPoint.class);
    private static final @Nullable String SETTING = setting();

    /** Never changes, so that a point that is not armed costs nothing once its code is compiled. */
    private static final @Nullable Armed ARMED = armed(SETTING);

    private final String between;
    private final String pointName;

    FailPoint(String between) {
        this.between = between;
        String name = name().toLowerCase(Locale.ROOT);
        int room = name.indexOf('_');
        pointName = name.substring(0, room) + "." + name.substring(room + 1).replace('_', '-');
    }

    /**
     * Says in the log what is armed, if anything is. Every process calls this when it starts.
     *
     * @throws ConfigException if something is armed that does not exist; the message names what does
     */
    public static void announce() {
        if (SETTING != null) {
            LOG.warn("This process is going to fail on purpose: {}", Armed.of(SETTING));
        }
    }

    /** Does what the point is armed to do; as a rule, nothing. */
    public void hit() {
        Armed armed = ARMED;
        if (armed != null) {
            armed.hit(this);
        }
    }

    /** Returns the name it is armed by, for example {@code sink.before-commit}. */
    public String pointName() {
        return pointName;
    }

    /** Returns what is done when it is reached, and what is not. */
    public String between() {
        return between;
    }

    private static @Nullable String setting() {
        String property = System.getProperty(PROPERTY);
        return property == null ? System.getenv(VARIABLE) : property;
    }

    /** A point that does not exist is {@link #announce}d; here there is nobody to tell. */
    private static @Nullable Armed armed(@Nullable String setting) {
        try {
            return setting == null ? null : Armed.of(setting);
        } catch (ConfigException e) {
            return null;
        }
    }
}
