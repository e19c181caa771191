package io.spendstream.producer.guard;

import io.spendstream.contract.settings.LibrarySettings;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.contract.settings.SharedSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/**
 * The configuration of a {@link BudgetGuard}. In the environment a key is upper case, with {@code _} for {@code .} and
 * {@code SPENDSTREAM_} in front: {@code guard.mode} is {@code SPENDSTREAM_GUARD_MODE}.
 */
public final class GuardConfig {
    /** Where Kafka is. */
    public static final String BOOTSTRAP_SERVERS = SharedSettings.BOOTSTRAP_SERVERS;

    /** What becomes of a call for which nothing is left. */
    public static final String MODE = "guard.mode";

    /** What becomes of a call while what was spent of late is not known. */
    public static final String WHEN_STALE = "guard.when.stale";

    /** How old what is known may be. */
    public static final String STALE_MILLIS = "guard.stale.ms";

    /** How long something stays set aside for a call that nobody settles. */
    public static final String RESERVATION_MILLIS_MAX = "guard.reservation.ms.max";

    /** How long the cost of a settled call stays set aside. */
    public static final String SETTLED_MILLIS = "guard.settled.ms";

    /** What settings of the Kafka consumer begin with. */
    public static final String KAFKA_PREFIX = SettingNames.KAFKA_PREFIX;

    private static final String GUARD_PREFIX = "guard.";
    private static final int RECONNECT_MILLIS_MAX = 5_000;

    /** What states would be missed by, or uncommitted ones believed, if it were set otherwise. */
    private static final Map<String, Object> FIXED = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);

    private static final Set<String> REFUSED = Set.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    BOOTSTRAP_SERVERS,
                    ConfigDef.Type.LIST,
                    "localhost:9092",
                    ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                    Importance.HIGH,
                    "The host:port of some brokers, by which the others are found.")
            .define(
                    MODE,
                    ConfigDef.Type.STRING,
                    GuardMode.BLOCK.configName(),
                    ValidString.in(names(GuardMode.values())),
                    Importance.HIGH,
                    "What becomes of a call for which a blocking budget has nothing left: counted, warned of, or refused.")
            .define(
                    WHEN_STALE,
                    ConfigDef.Type.STRING,
                    StalePolicy.OPEN.configName(),
                    ValidString.in(names(StalePolicy.values())),
                    Importance.HIGH,
                    "What becomes of a call while what was spent of late is not known: allowed, or treated as over budget.")
            .define(
                    STALE_MILLIS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    Range.between(1_000, 86_400_000),
                    Importance.MEDIUM,
                    "How old what is known may be before it counts as not known, in milliseconds.")
            .define(
                    RESERVATION_MILLIS_MAX,
                    ConfigDef.Type.LONG,
                    600_000L,
                    Range.between(1_000, 86_400_000),
                    Importance.MEDIUM,
                    "The longest a call may take, in milliseconds; what is set aside for one nobody settles comes free then.")
            .define(
                    SETTLED_MILLIS,
                    ConfigDef.Type.LONG,
                    2_000L,
                    Range.between(0, 600_000),
                    Importance.MEDIUM,
                    "How long a call's cost takes at most to come back in a budget's state, in milliseconds; it stays set aside"
                            + " that long.");

    private final AbstractConfig config;
    private final Map<String, String> kafkaExtra;

    private GuardConfig(Map<String, String> own, Map<String, String> kafkaExtra) {
        this.config = new AbstractConfig(DEFINITION, own, false);
        this.kafkaExtra = kafkaExtra;
    }

    /**
     * Returns the configuration {@code settings} say, defaults for the rest.
     *
     * @throws ConfigException naming a key that is not known, or a value out of its range
     */
    public static GuardConfig of(Map<String, String> settings) {
        LibrarySettings taken = LibrarySettings.of(settings, DEFINITION, "Kafka consumer");
        var notOurs = new TreeSet<>(taken.kafka().keySet());
        notOurs.removeIf(key -> !REFUSED.contains(key) && !FIXED.containsKey(key));
        if (!notOurs.isEmpty()) {
            throw new ConfigException(
                    "kafka.* must not have %s: states could be missed or believed too early; leave it out"
                            .formatted(notOurs));
        }
        return new GuardConfig(taken.own(), taken.kafka());
    }

    /** Returns the configuration the environment of this process says, defaults for the rest. */
    public static GuardConfig fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * Returns the configuration {@code environment} says, defaults for the rest. Variables of other programs of the
     * project share the prefix and the tracker's producer shares {@code SPENDSTREAM_KAFKA_}, so those that are not ours
     * are left alone, except for misspelt guard settings.
     */
    static GuardConfig fromEnvironment(Map<String, String> environment) {
        return of(SettingNames.fromEnvironment(environment, GuardConfig::isOurs));
    }

    private static boolean isOurs(String key) {
        return key.startsWith(GUARD_PREFIX)
                || DEFINITION.names().contains(key)
                || (key.startsWith(KAFKA_PREFIX)
                        && ConsumerConfig.configNames().contains(key.substring(KAFKA_PREFIX.length())));
    }

    private static <E extends Enum<E>> String[] names(E[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /** Returns every key with its default, range and meaning. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    List<String> bootstrapServers() {
        return config.getList(BOOTSTRAP_SERVERS);
    }

    GuardMode mode() {
        return GuardMode.valueOf(config.getString(MODE).toUpperCase(Locale.ROOT));
    }

    StalePolicy whenStale() {
        return StalePolicy.valueOf(config.getString(WHEN_STALE).toUpperCase(Locale.ROOT));
    }

    Duration staleAfter() {
        return Duration.ofMillis(config.getLong(STALE_MILLIS));
    }

    Duration reservationMax() {
        return Duration.ofMillis(config.getLong(RESERVATION_MILLIS_MAX));
    }

    Duration settledFor() {
        return Duration.ofMillis(config.getLong(SETTLED_MILLIS));
    }

    Map<String, Object> consumerSettings() {
        var settings = new TreeMap<String, Object>();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "spendstream-guard");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS_MAX);
        settings.putAll(kafkaExtra);
        settings.putAll(FIXED);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        return settings;
    }

    /** Returns the effective values; of Kafka settings the names only, for they may be secret. */
    @Override
    public String toString() {
        var values = new TreeMap<String, Object>(config.values());
        kafkaExtra.keySet().forEach(key -> values.put(KAFKA_PREFIX + key, "[set]"));
        return values.toString();
    }
}
