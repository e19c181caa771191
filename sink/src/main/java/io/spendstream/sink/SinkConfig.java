package io.spendstream.sink;

import io.spendstream.contract.settings.ProcessCheck;
import io.spendstream.contract.settings.SecretSetting;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.contract.settings.SharedSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The configuration of a sink. An invalid one cannot exist: all that is wrong is said at once. */
public final class SinkConfig extends AbstractConfig {
    /** The Kafka brokers to start from. */
    public static final String BOOTSTRAP_SERVERS = SharedSettings.BOOTSTRAP_SERVERS;
    /** The consumer group that shares the partitions of the ledger. */
    public static final String GROUP_ID = "group.id";
    /** The database. */
    public static final String JDBC_URL = "jdbc.url";
    /** The user at the database. */
    public static final String JDBC_USER = "jdbc.user";
    /** The user's password. */
    public static final String JDBC_PASSWORD = "jdbc.password";
    /** A file that holds the password. */
    public static final String JDBC_PASSWORD_FILE = "jdbc.password.file";
    /** Whether the sink brings the tables up to date when it starts. */
    public static final String JDBC_MIGRATE = "jdbc.migrate";
    /** How many lines one transaction writes. */
    public static final String BATCH_ROWS_MAX = "batch.rows.max";
    /** How often a transaction is begun. */
    public static final String BATCH_INTERVAL_MS = "batch.interval.ms";
    /** Whether tables may begin in the middle of the ledger. */
    public static final String START_INCOMPLETE = "start.incomplete";
    /** The models whose counters are shown from the start. */
    public static final String KNOWN_MODELS = "known.models";
    /** What begins the name of a setting that is passed on to the Kafka clients. */
    public static final String KAFKA_PREFIX = SettingNames.KAFKA_PREFIX;

    private static final SecretSetting PASSWORD = new SecretSetting(JDBC_PASSWORD, JDBC_PASSWORD_FILE);

    private static final ConfigDef DEFINITION = SharedSettings.withBrokers()
            .define(
                    GROUP_ID,
                    ConfigDef.Type.STRING,
                    "spendstream-sink",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.MEDIUM,
                    "Consumer group that shares the partitions of the ledger. All sinks of one database are in the same group.")
            .define(
                    JDBC_URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ProcessCheck.postgres(),
                    ConfigDef.Importance.HIGH,
                    "The database, such as jdbc:postgresql://localhost:5432/spendstream.")
            .define(JDBC_USER, ConfigDef.Type.STRING, null, ConfigDef.Importance.HIGH, "User at the database.")
            .define(JDBC_PASSWORD, ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.HIGH, "The user's password.")
            .define(
                    JDBC_PASSWORD_FILE,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "File that holds the user's password, instead of jdbc.password. A line break at its end is not part of it.")
            .define(
                    JDBC_MIGRATE,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    ConfigDef.Importance.MEDIUM,
                    "Whether the sink brings the tables up to date when it starts, which takes the right to create them.")
            .define(
                    BATCH_ROWS_MAX,
                    ConfigDef.Type.INT,
                    50_000,
                    ConfigDef.Range.between(1, 100_000),
                    ConfigDef.Importance.LOW,
                    "About how many ledger lines one transaction writes at most.")
            .define(
                    BATCH_INTERVAL_MS,
                    ConfigDef.Type.LONG,
                    20L,
                    ConfigDef.Range.between(0, 10_000),
                    ConfigDef.Importance.LOW,
                    "Milliseconds from the beginning of one transaction to the beginning of the next, unless it is full before. A line waits no longer than this.")
            .define(
                    START_INCOMPLETE,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    ConfigDef.Importance.LOW,
                    "Whether empty tables may begin where the ledger topic begins now, although older lines were deleted from it. They lack those lines for good.")
            .define(
                    KNOWN_MODELS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.Importance.LOW,
                    "Models, as the price book names them, whose counters are shown from the start, at zero.");

    /** What the sink's guarantees rest on, and so cannot be set. */
    private static final Set<String> KAFKA_RESERVED = Set.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    /** What belongs to the one consumer that is in the group. */
    private static final Set<String> OF_THE_MEMBER =
            Set.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ConsumerConfig.GROUP_PROTOCOL_CONFIG);

    private static final int DRIFT_FETCH_BYTES_MAX = 8 << 20;
    private static final int POLL_ROWS_MAX = 5_000; // so that a batch that was written is soon followed by the next
    private static final int FETCH_WAIT_MILLIS_MAX = 500;
    private static final int PARTITION_FETCH_BYTES_MAX = 4 << 20; // a full batch, be it of one partition
    private static final int SESSION_MILLIS = 10_000;

    private final @Nullable String password;

    private SinkConfig(Map<String, String> values) {
        super(DEFINITION, values, false);
        password = PASSWORD.read(this).orElse(null);
    }

    /** Returns the settings there are. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    private static Optional<String> whyReserved(String key) {
        return KAFKA_RESERVED.contains(key) ? Optional.of("what the sink guarantees rests on it") : Optional.empty();
    }

    /**
     * Returns the configuration {@code values} describe.
     *
     * @throws ConfigException naming every setting that is unknown, missing or out of its range
     */
    public static SinkConfig of(Map<String, String> values) {
        List<String> problems = ProcessCheck.problems("sink", DEFINITION, values, SinkConfig::whyReserved);
        PASSWORD.problem(values).ifPresent(problems::add);
        ProcessCheck.requireNone(problems);
        return new SinkConfig(values);
    }

    String jdbcUrl() {
        return getString(JDBC_URL);
    }

    @Nullable
    String jdbcUser() {
        return getString(JDBC_USER);
    }

    @Nullable
    String jdbcPassword() {
        return password;
    }

    boolean isMigrating() {
        return getBoolean(JDBC_MIGRATE);
    }

    int batchRowsMax() {
        return getInt(BATCH_ROWS_MAX);
    }

    boolean mayStartIncomplete() {
        return getBoolean(START_INCOMPLETE);
    }

    Duration batchInterval() {
        return Duration.ofMillis(getLong(BATCH_INTERVAL_MS));
    }

    List<String> knownModels() {
        return getList(KNOWN_MODELS);
    }

    /** Returns what the client needs that reads the ledger once more, beside the sink and in no group. */
    Map<String, Object> driftSettings() {
        Map<String, Object> settings = new HashMap<>(originalsWithPrefix(KAFKA_PREFIX));
        settings.keySet().removeAll(OF_THE_MEMBER);
        settings.put(BOOTSTRAP_SERVERS, String.join(",", getList(BOOTSTRAP_SERVERS)));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "spendstream-sink-drift");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, DRIFT_FETCH_BYTES_MAX);
        return settings;
    }

    Properties adminSettings() {
        var settings = new Properties();
        settings.putAll(originalsWithPrefix(KAFKA_PREFIX));
        settings.keySet()
                .removeIf(key -> !org.apache.kafka.clients.admin.AdminClientConfig.configNames()
                        .contains(key));
        settings.put(BOOTSTRAP_SERVERS, String.join(",", getList(BOOTSTRAP_SERVERS)));
        return settings;
    }

    Map<String, Object> consumerSettings() {
        var settings = new HashMap<String, Object>();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "spendstream-sink");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(batchRowsMax(), POLL_ROWS_MAX));
        // whatever is there is delivered at once; how much one transaction writes is decided here, not by the broker
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS_MAX);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        settings.putAll(originalsWithPrefix(KAFKA_PREFIX));
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, getList(BOOTSTRAP_SERVERS));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, getString(GROUP_ID));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }
}
