package io.spendstream.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics, in the order the data travels. Every one of them is stamped with the broker's append time: with the
 * producer's time the broker would delete old events before they were read.
 */
public enum Topic {
    /** Usage events as agents sent them; key = event id. */
    USAGE("spendstream.usage", Kind.LOG, Limits.USAGE_BYTES_MAX),
    /** The price book in force, one record per file of it and one that says which belong to it; key = file name. */
    PRICES("spendstream.prices", Kind.BOOK, Limits.USAGE_BYTES_MAX),
    /** Corrections that operators ordered, as ledger lines; key = event id, on the partition of the event. */
    CORRECTIONS("spendstream.corrections", Kind.LOG, Limits.BYTES_MAX),
    /** Budget definitions; key = budget id. */
    BUDGETS("spendstream.budgets", Kind.TABLE, Limits.BYTES_MAX),
    /** Ledger lines; key = event id. */
    LEDGER("spendstream.ledger", Kind.LOG, Limits.BYTES_MAX),
    /** Cumulative tallies per cell and source partition, between the two stages of the stream processor. */
    PARTIALS("spendstream.partials", Kind.TABLE, Limits.BYTES_MAX),
    /** Cumulative tallies per allowance and source partition, between the two stages of the stream processor. */
    BUDGET_PARTIALS("spendstream.budget-partials", Kind.TABLE, Limits.BYTES_MAX),
    /** Totals per value of a dimension and day; key = {@link TotalKey}. */
    TOTALS("spendstream.totals", Kind.TABLE, Limits.BYTES_MAX),
    /** What was spent of each allowance; key = {@link BudgetStateKey}. */
    BUDGET_STATE("spendstream.budget-state", Kind.TABLE, Limits.BYTES_MAX),
    /** Budget alerts; key = budget id. */
    BUDGET_ALERTS("spendstream.budget-alerts", Kind.LOG, Limits.BYTES_MAX),
    /** Which alert is settled on which channel of the notifier; key = channel and alert id. */
    ALERT_DELIVERIES("spendstream.alert-deliveries", Kind.EXPIRING_TABLE, Limits.BYTES_MAX),
    /** Refused records with their original key and bytes, the reason and origin in headers. */
    DEAD_LETTERS("spendstream.dead-letters", Kind.LOG, Limits.DEAD_LETTER_BYTES_MAX),
    /** Which dead letters were sent again, and what came of it; key = place of the letter and of the record in it. */
    DEAD_LETTER_REPLAYS("spendstream.dead-letter-replays", Kind.EXPIRING_TABLE, Limits.BYTES_MAX);

    /** How long a log topic keeps its records, counted from when the broker took them. */
    public static final Duration RETENTION = Duration.ofDays(30);

    /** The largest record any of our producers may send, in bytes. */
    public static final int REQUEST_BYTES_MAX = Limits.DEAD_LETTER_BYTES_MAX;

    private static final List<Topic> ALL = List.of(values());

    private final String topicName;
    private final Kind kind;
    private final int messageBytesMax;

    Topic(String topicName, Kind kind, int messageBytesMax) {
        this.topicName = topicName;
        this.kind = kind;
        this.messageBytesMax = messageBytesMax;
    }

    /** Returns every topic. */
    public static List<Topic> all() {
        return ALL;
    }

    /** Returns the name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** Returns how many partitions the topic is created with in an installation of {@code partitions} partitions. */
    int partitions(int partitions) {
        return kind == Kind.BOOK ? 1 : partitions;
    }

    /** Returns the settings the topic is created with. */
    public Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(messageBytesMax));
        if (kind == Kind.TABLE || kind == Kind.BOOK) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            settings.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
            settings.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    String.valueOf(Duration.ofHours(1).toMillis()));
        } else {
            settings.put(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    kind == Kind.LOG
                            ? TopicConfig.CLEANUP_POLICY_DELETE
                            : TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE);
            settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(RETENTION.toMillis()));
        }
        return settings;
    }

    @Override
    public String toString() {
        return topicName;
    }

    private enum Kind {
        /** Keeps every record for {@link #RETENTION}. */
        LOG,
        /** Keeps the last record of each key. */
        TABLE,
        /** Keeps the last record of each key for {@link #RETENTION}. */
        EXPIRING_TABLE,
        /** A table of one partition, whose records are read in the order they were written. */
        BOOK
    }

    /** Record sizes: what is too large to be an event must still fit, whole, into the dead letters. */
    private static final class Limits {
        private static final int BYTES_MAX = 1 << 20;
        private static final int USAGE_BYTES_MAX = 8 << 20;
        private static final int DEAD_LETTER_BYTES_MAX = 9 << 20;
    }
}
