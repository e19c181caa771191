package io.spendstream.producer;

import io.spendstream.contract.UsageEventJson;
import io.spendstream.contract.settings.LibrarySettings;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.contract.settings.SharedSettings;
import io.spendstream.producer.journal.Durability;
import io.spendstream.producer.journal.JournalLimits;
import io.spendstream.producer.shipper.ProducerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/**
 * The configuration of a {@link TokenTracker}. In the environment a key is upper case, with {@code _} for {@code .} and
 * {@code SPENDSTREAM_} in front: {@code journal.directory} is {@code SPENDSTREAM_JOURNAL_DIRECTORY}.
 */
public final class TokenTrackerConfig {
    /** Whether calls are recorded at all. */
    public static final String ENABLED = "enabled";

    /** Where Kafka is. */
    public static final String BOOTSTRAP_SERVERS = SharedSettings.BOOTSTRAP_SERVERS;

    /** Where the journals of this host are. */
    public static final String JOURNAL_DIRECTORY = "journal.directory";

    /** The most that the journals may take. */
    public static final String JOURNAL_BYTES_MAX = "journal.bytes.max";

    /** The size at which a new file is begun. */
    public static final String JOURNAL_SEGMENT_BYTES_MAX = "journal.segment.bytes.max";

    /** What a recorded event survives. */
    public static final String JOURNAL_DURABILITY = "journal.durability";

    /** How often to look for journals of dead processes. */
    public static final String JOURNAL_SCAN_MILLIS = "journal.scan.ms";

    /** How long closing waits for Kafka. */
    public static final String CLOSE_MILLIS_MAX = "close.ms.max";

    /** What settings of the Kafka producer begin with. */
    public static final String KAFKA_PREFIX = SettingNames.KAFKA_PREFIX;

    private static final String JOURNAL_PREFIX = "journal.";
    private static final int KEY_BYTES_MAX = 1024;
    private static final List<String> SECRETS = List.of("password", "secret", "jaas", "key", "token");

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(ENABLED, ConfigDef.Type.BOOLEAN, true, Importance.HIGH, "Whether model calls are recorded at all.")
            .define(
                    BOOTSTRAP_SERVERS,
                    ConfigDef.Type.LIST,
                    "localhost:9092",
                    ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                    Importance.HIGH,
                    "The host:port of some brokers, by which the others are found.")
            .define(
                    JOURNAL_DIRECTORY,
                    ConfigDef.Type.STRING,
                    Path.of(System.getProperty("user.home", "."), ".spendstream", "journal")
                            .toString(),
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Where events wait for Kafka, on a local disk that outlives the process; shared by all processes of the host.")
            .define(
                    JOURNAL_BYTES_MAX,
                    ConfigDef.Type.LONG,
                    1L << 30,
                    Range.atLeast(2 * JournalLimits.SEGMENT_BYTES_MIN),
                    Importance.MEDIUM,
                    "The most bytes the journal directory may take; events beyond it are dropped and counted as journal_full.")
            .define(
                    JOURNAL_SEGMENT_BYTES_MAX,
                    ConfigDef.Type.LONG,
                    16L << 20,
                    Range.between(JournalLimits.SEGMENT_BYTES_MIN, 1L << 30),
                    Importance.LOW,
                    "The size at which a new file of the journal is begun; acknowledged files are deleted whole.")
            .define(
                    JOURNAL_DURABILITY,
                    ConfigDef.Type.STRING,
                    Durability.PROCESS.configName(),
                    ValidString.in(Durability.PROCESS.configName(), Durability.POWER.configName()),
                    Importance.MEDIUM,
                    "What a recorded event survives: the death of the process, or the loss of power, which costs the wait for the disk.")
            .define(
                    JOURNAL_SCAN_MILLIS,
                    ConfigDef.Type.LONG,
                    10_000L,
                    Range.between(100, 3_600_000),
                    Importance.LOW,
                    "How often to look for what dead processes of this host left, in milliseconds.")
            .define(
                    CLOSE_MILLIS_MAX,
                    ConfigDef.Type.LONG,
                    5_000L,
                    Range.between(0, 600_000),
                    Importance.LOW,
                    "How long closing waits for Kafka, in milliseconds; what is left is sent by the next process.");

    private final AbstractConfig config;
    private final JournalLimits journalLimits;
    private final Map<String, String> kafkaExtra;
    private final Map<String, Object> producerSettings;

    private TokenTrackerConfig(Map<String, String> own, Map<String, String> kafkaExtra) {
        this.config = new AbstractConfig(DEFINITION, own, false);
        this.kafkaExtra = kafkaExtra;
        try {
            this.journalLimits = new JournalLimits(
                    config.getLong(JOURNAL_SEGMENT_BYTES_MAX),
                    config.getLong(JOURNAL_BYTES_MAX),
                    KEY_BYTES_MAX + UsageEventJson.RECORD_BYTES_MAX);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
        this.producerSettings = ProducerSettings.of(bootstrapServers(), kafkaExtra);
    }

    /**
     * Returns the configuration {@code settings} say, defaults for the rest.
     *
     * @throws ConfigException naming a key that is not known, or a value out of its range
     */
    public static TokenTrackerConfig of(Map<String, String> settings) {
        LibrarySettings taken = LibrarySettings.of(settings, DEFINITION, "Kafka producer");
        return new TokenTrackerConfig(taken.own(), taken.kafka());
    }

    /** Returns the configuration the environment of this process says, defaults for the rest. */
    public static TokenTrackerConfig fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * Returns the configuration {@code environment} says, defaults for the rest. Variables of other programs of the
     * project share the prefix, so those that are not known are left alone, except for misspelt journal settings.
     */
    static TokenTrackerConfig fromEnvironment(Map<String, String> environment) {
        return of(SettingNames.fromEnvironment(environment, TokenTrackerConfig::isOurs));
    }

    private static boolean isOurs(String key) {
        return key.startsWith(KAFKA_PREFIX)
                || key.startsWith(JOURNAL_PREFIX)
                || DEFINITION.names().contains(key);
    }

    /** Returns every key with its default, range and meaning. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    boolean isEnabled() {
        return config.getBoolean(ENABLED);
    }

    Path journalDirectory() {
        return Path.of(config.getString(JOURNAL_DIRECTORY));
    }

    JournalLimits journalLimits() {
        return journalLimits;
    }

    Durability durability() {
        String name = config.getString(JOURNAL_DURABILITY);
        return Arrays.stream(Durability.values())
                .filter(durability -> durability.configName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Duration scanInterval() {
        return Duration.ofMillis(config.getLong(JOURNAL_SCAN_MILLIS));
    }

    Duration closeMax() {
        return Duration.ofMillis(config.getLong(CLOSE_MILLIS_MAX));
    }

    List<String> bootstrapServers() {
        return config.getList(BOOTSTRAP_SERVERS);
    }

    Map<String, Object> producerSettings() {
        return producerSettings;
    }

    /** Returns the effective values, secrets hidden. */
    @Override
    public String toString() {
        var values = new TreeMap<String, Object>(config.values());
        kafkaExtra.forEach((key, value) -> values.put(KAFKA_PREFIX + key, isSecret(key) ? "[hidden]" : value));
        return values.toString();
    }

    private static boolean isSecret(String key) {
        return SECRETS.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains);
    }
}
