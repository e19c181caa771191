package io.spendstream.stream;

import io.spendstream.contract.Budget;
import io.spendstream.contract.Money;
import io.spendstream.contract.settings.ProcessCheck;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.contract.settings.SharedSettings;
import io.spendstream.stream.budget.BudgetSettings;
import io.spendstream.stream.intake.AcceptanceWindow;
import io.spendstream.stream.topology.MeteringSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The configuration of a stream processor. An invalid one cannot exist: all that is wrong is said at once. */
public final class StreamProcessorConfig extends AbstractConfig {
    /** The Kafka brokers to start from. */
    public static final String BOOTSTRAP_SERVERS = SharedSettings.BOOTSTRAP_SERVERS;
    /** What the instances that share the work are called together. */
    public static final String APPLICATION_ID = SharedSettings.APPLICATION_ID;
    /** What this instance is called. */
    public static final String INSTANCE_ID = "instance.id";
    /** Where state is kept. */
    public static final String STATE_DIR = "state.dir";
    /** How long ago an event may have happened. */
    public static final String ACCEPTANCE_WINDOW_MS = "acceptance.window.ms";
    /** How far ahead an event's clock may be. */
    public static final String ACCEPTANCE_AHEAD_MS = "acceptance.ahead.ms";
    /** The prices. */
    public static final String PRICE_BOOK = "price.book";
    /** The daily budget for everything. */
    public static final String BUDGET_DAILY_LIMIT_USD = "budget.daily.limit.usd";
    /** How long after its end a period may still alert. */
    public static final String BUDGET_LATE_GRACE_MS = "budget.late.grace.ms";
    /** How long what was spent is kept for budgets to come. */
    public static final String BUDGET_SPEND_RETENTION_MS = "budget.spend.retention.ms";
    /** How often changes are passed on. */
    public static final String FLUSH_INTERVAL_MS = "flush.interval.ms";
    /** How often a transaction is committed. */
    public static final String COMMIT_INTERVAL_MS = "commit.interval.ms";
    /** How many threads process. */
    public static final String NUM_STREAM_THREADS = "num.stream.threads";
    /** How many partitions topics are created with. */
    public static final String TOPIC_PARTITIONS = "topic.partitions";
    /** How many replicas topics are created with. */
    public static final String REPLICATION_FACTOR = "replication.factor";
    /** What begins the name of a setting that is passed on to Kafka Streams. */
    public static final String KAFKA_PREFIX = SettingNames.KAFKA_PREFIX;

    /** The value of {@link #PRICE_BOOK} that means the prices that came with the program. */
    public static final String BUNDLED = "bundled";

    private static final ConfigDef DEFINITION = SharedSettings.withBrokers()
            .define(
                    APPLICATION_ID,
                    ConfigDef.Type.STRING,
                    SharedSettings.APPLICATION_ID_DEFAULT,
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.MEDIUM,
                    "What the instances that share the work are called together. Another name starts from nothing.")
            .define(
                    INSTANCE_ID,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "What this instance is called, the same at each start and unlike any other's. With it, a restart takes seconds and moves no work.")
            .define(
                    STATE_DIR,
                    ConfigDef.Type.STRING,
                    "data/stream-processor",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.HIGH,
                    "Folder for state. It can be rebuilt from Kafka, but that takes time; not a temporary folder.")
            .define(
                    PRICE_BOOK,
                    ConfigDef.Type.STRING,
                    BUNDLED,
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.HIGH,
                    "File or folder of prices, or bundled for the program's own. A book that was applied takes its place.")
            .define(
                    BUDGET_DAILY_LIMIT_USD,
                    ConfigDef.Type.STRING,
                    MeteringSettings.DEFAULT_DAILY_LIMIT_USD,
                    new Limit(),
                    ConfigDef.Importance.HIGH,
                    "US dollars a day, over everything, at which the warning comes. A budget defined as global-daily takes its place.")
            .define(
                    BUDGET_LATE_GRACE_MS,
                    ConfigDef.Type.LONG,
                    BudgetSettings.DEFAULT_LATE_GRACE.toMillis(),
                    ConfigDef.Range.between(0, Duration.ofDays(1).toMillis()),
                    ConfigDef.Importance.LOW,
                    "Milliseconds after its end during which a budget's period may still alert.")
            .define(
                    BUDGET_SPEND_RETENTION_MS,
                    ConfigDef.Type.LONG,
                    BudgetSettings.DEFAULT_SPEND_MEMORY.toMillis(),
                    ConfigDef.Range.between(
                            Duration.ofDays(1).toMillis(), Duration.ofDays(400).toMillis()),
                    ConfigDef.Importance.LOW,
                    "Milliseconds for which what was spent is kept, so that a budget defined later counts it; a session that is quiet longer counts anew.")
            .define(
                    ACCEPTANCE_WINDOW_MS,
                    ConfigDef.Type.LONG,
                    AcceptanceWindow.DEFAULT_PAST.toMillis(),
                    ConfigDef.Range.between(
                            Duration.ofMinutes(1).toMillis(),
                            Duration.ofDays(30).toMillis()),
                    ConfigDef.Importance.MEDIUM,
                    "Milliseconds ago an event may have happened when it arrives. Event ids are remembered that long. To be set before the first start.")
            .define(
                    ACCEPTANCE_AHEAD_MS,
                    ConfigDef.Type.LONG,
                    AcceptanceWindow.DEFAULT_AHEAD.toMillis(),
                    ConfigDef.Range.between(0, Duration.ofHours(1).toMillis()),
                    ConfigDef.Importance.LOW,
                    "Milliseconds an event's clock may be ahead of the broker's.")
            .define(
                    FLUSH_INTERVAL_MS,
                    ConfigDef.Type.LONG,
                    MeteringSettings.DEFAULT_FLUSH_INTERVAL.toMillis(),
                    ConfigDef.Range.between(1, 60_000),
                    ConfigDef.Importance.LOW,
                    "Milliseconds between two times that changed totals are passed on.")
            .define(
                    COMMIT_INTERVAL_MS,
                    ConfigDef.Type.LONG,
                    100L,
                    ConfigDef.Range.between(1, 30_000),
                    ConfigDef.Importance.LOW,
                    "Milliseconds between two commits: what waits for totals and alerts waits this long twice. Higher costs less.")
            .define(
                    NUM_STREAM_THREADS,
                    ConfigDef.Type.INT,
                    1,
                    ConfigDef.Range.between(1, 256),
                    ConfigDef.Importance.MEDIUM,
                    "Threads that process; at most one per partition is of use.")
            .define(
                    TOPIC_PARTITIONS,
                    ConfigDef.Type.INT,
                    6,
                    ConfigDef.Range.between(1, 1_000),
                    ConfigDef.Importance.MEDIUM,
                    "Partitions that missing topics are created with. It cannot be changed later.")
            .define(
                    REPLICATION_FACTOR,
                    ConfigDef.Type.INT,
                    -1,
                    ConfigDef.Range.between(-1, 16),
                    ConfigDef.Importance.MEDIUM,
                    "Replicas that missing topics are created with; -1 leaves it to the broker.");

    private StreamProcessorConfig(Map<String, String> values) {
        super(DEFINITION, values, false);
    }

    /** Returns the settings there are. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    /**
     * Returns the configuration {@code values} describe.
     *
     * @throws ConfigException naming every setting that is unknown, missing or out of its range
     */
    public static StreamProcessorConfig of(Map<String, String> values) {
        ProcessCheck.requireNone(
                ProcessCheck.problems("stream processor", DEFINITION, values, StreamsSettings::reservedReason));
        return new StreamProcessorConfig(values);
    }

    String applicationId() {
        return getString(APPLICATION_ID);
    }

    Optional<String> instanceId() {
        return Optional.ofNullable(getString(INSTANCE_ID)).filter(id -> !id.isBlank());
    }

    Path stateDirectory() {
        return Path.of(getString(STATE_DIR));
    }

    /** Returns the file or folder of prices, or empty for those that came with the program. */
    Optional<Path> priceBook() {
        String book = getString(PRICE_BOOK);
        return book.equals(BUNDLED) ? Optional.empty() : Optional.of(Path.of(book));
    }

    Duration commitInterval() {
        return Duration.ofMillis(getLong(COMMIT_INTERVAL_MS));
    }

    int threads() {
        return getInt(NUM_STREAM_THREADS);
    }

    int topicPartitions() {
        return getInt(TOPIC_PARTITIONS);
    }

    int replicationFactor() {
        return getInt(REPLICATION_FACTOR);
    }

    /** Returns what the topology is a function of, for topics of these {@code partitions}. */
    MeteringSettings metering(MeteringSettings.Partitions partitions) {
        return new MeteringSettings(
                new AcceptanceWindow(
                        Duration.ofMillis(getLong(ACCEPTANCE_WINDOW_MS)),
                        Duration.ofMillis(getLong(ACCEPTANCE_AHEAD_MS))),
                Duration.ofMillis(getLong(FLUSH_INTERVAL_MS)),
                Budget.globalDaily(Money.of(getString(BUDGET_DAILY_LIMIT_USD))),
                new MeteringSettings.BudgetRules(
                        Duration.ofMillis(getLong(BUDGET_LATE_GRACE_MS)),
                        Duration.ofMillis(getLong(BUDGET_SPEND_RETENTION_MS))),
                partitions);
    }

    /** Returns what every Kafka client is given: the brokers and what is passed on, such as credentials. */
    Map<String, Object> kafkaSettings() {
        var settings = new TreeMap<String, Object>(originalsWithPrefix(KAFKA_PREFIX));
        settings.put(BOOTSTRAP_SERVERS, getList(BOOTSTRAP_SERVERS));
        return settings;
    }

    private static final class Limit implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, @Nullable Object value) {
            if (!(value instanceof String text)) {
                return;
            }
            try {
                Budget.globalDaily(Money.of(new BigDecimal(text)));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new ConfigException(
                        name, value, "must be an amount of US dollars above zero, such as 5 or 12.50");
            }
        }

        @Override
        public String toString() {
            return "above 0";
        }
    }
}
