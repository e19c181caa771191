package io.spendstream.notifier;

import io.spendstream.contract.settings.ProcessCheck;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.contract.settings.SharedSettings;
import io.spendstream.notifier.delivery.Backoff;
import io.spendstream.notifier.http.AddressGuard;
import io.spendstream.notifier.http.AddressRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The configuration of a notifier. An invalid one cannot exist: all that is wrong is said at once. */
public final class NotifierConfig extends AbstractConfig {
    /** The Kafka brokers to start from. */
    public static final String BOOTSTRAP_SERVERS = SharedSettings.BOOTSTRAP_SERVERS;
    /** What the names of the channels' consumer groups begin with. */
    public static final String GROUP_ID = "group.id";
    /** The file that names the channels. */
    public static final String CHANNELS_FILE = "channels.file";
    /** The private addresses that may be connected to. */
    public static final String ALLOWED_ADDRESSES = "allowed.addresses";
    /** How long a request may take. */
    public static final String REQUEST_TIMEOUT_MS = "request.timeout.ms";
    /** The wait after the first failure. */
    public static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    /** The longest wait between two attempts. */
    public static final String RETRY_BACKOFF_MAX_MS = "retry.backoff.max.ms";
    /** How old an alert may be when it is delivered. */
    public static final String ALERT_AGE_MAX_MS = "alert.age.max.ms";
    /** How many alerts one channel holds in memory. */
    public static final String QUEUE_MAX = "queue.max";
    /** What begins the name of a setting that is passed on to the Kafka clients. */
    public static final String KAFKA_PREFIX = SettingNames.KAFKA_PREFIX;

    private static final ConfigDef DEFINITION = SharedSettings.withBrokers()
            .define(
                    GROUP_ID,
                    ConfigDef.Type.STRING,
                    "spendstream-notifier",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "What the names of the consumer groups begin with; each channel has one of its own, this and a dot and its name.")
            .define(
                    CHANNELS_FILE,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.HIGH,
                    "The YAML file that says who is told. Without one, alerts are logged.")
            .define(
                    ALLOWED_ADDRESSES,
                    ConfigDef.Type.LIST,
                    List.of(),
                    new AddressList(),
                    ConfigDef.Importance.MEDIUM,
                    "Private addresses that may be connected to, such as 10.1.0.0/16, separated by commas. Private, loopback, link-local and metadata addresses are refused otherwise.")
            .define(
                    REQUEST_TIMEOUT_MS,
                    ConfigDef.Type.INT,
                    15_000,
                    ConfigDef.Range.between(100, 60_000),
                    ConfigDef.Importance.LOW,
                    "Milliseconds a receiver has to answer.")
            .define(
                    RETRY_BACKOFF_MS,
                    ConfigDef.Type.LONG,
                    1_000L,
                    ConfigDef.Range.between(10, 60_000),
                    ConfigDef.Importance.LOW,
                    "Milliseconds after the first failure until an alert is tried again; twice as long each further time.")
            .define(
                    RETRY_BACKOFF_MAX_MS,
                    ConfigDef.Type.LONG,
                    300_000L,
                    ConfigDef.Range.between(10, 3_600_000),
                    ConfigDef.Importance.LOW,
                    "The longest wait between two attempts, in milliseconds, unless the receiver asks for a longer one.")
            .define(
                    ALERT_AGE_MAX_MS,
                    ConfigDef.Type.LONG,
                    86_400_000L,
                    ConfigDef.Range.between(1_000, 604_800_000),
                    ConfigDef.Importance.MEDIUM,
                    "Milliseconds after which an alert is not delivered any more: neither one that a receiver never answered, nor old ones to a channel that is new.")
            .define(
                    QUEUE_MAX,
                    ConfigDef.Type.INT,
                    1_000,
                    ConfigDef.Range.between(1, 100_000),
                    ConfigDef.Importance.LOW,
                    "How many alerts one channel holds in memory. Further ones wait in the topic.");

    /** What the notifier sets itself, because its guarantees rest on it, and so cannot be set. */
    private static final Set<String> KAFKA_RESERVED = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            CommonClientConfigs.CLIENT_ID_CONFIG,
            CommonClientConfigs.GROUP_ID_CONFIG,
            CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    private static final int POLL_RECORDS_MAX = 100;
    private static final int SESSION_MILLIS = 10_000;
    private static final int WRITE_MILLIS = 20_000;

    private NotifierConfig(Map<String, String> values) {
        super(DEFINITION, values, false);
    }

    /** Returns the settings there are. */
    public static ConfigDef definition() {
        return new ConfigDef(DEFINITION);
    }

    private static Optional<String> whyReserved(String key) {
        if (KAFKA_RESERVED.contains(key)) {
            return Optional.of("what the notifier guarantees rests on it");
        }
        boolean isKnown = ConsumerConfig.configNames().contains(key)
                || ProducerConfig.configNames().contains(key);
        return isKnown ? Optional.empty() : Optional.of("neither a Kafka consumer nor a producer knows " + key);
    }

    /**
     * Returns the configuration {@code values} describe.
     *
     * @throws ConfigException naming every setting that is unknown, missing or out of its range
     */
    public static NotifierConfig of(Map<String, String> values) {
        List<String> problems = ProcessCheck.problems("notifier", DEFINITION, values, NotifierConfig::whyReserved);
        ProcessCheck.requireNone(problems);
        var config = new NotifierConfig(values);
        if (config.getLong(RETRY_BACKOFF_MAX_MS) < config.getLong(RETRY_BACKOFF_MS)) {
            throw new ConfigException("%s must not be below %s".formatted(RETRY_BACKOFF_MAX_MS, RETRY_BACKOFF_MS));
        }
        return config;
    }

    /** Returns the consumer group of the channel {@code name}. */
    String groupOf(String name) {
        return getString(GROUP_ID) + "." + name;
    }

    /** Returns the file that names the channels, if there is one. */
    public Optional<Path> channelsFile() {
        return Optional.ofNullable(getString(CHANNELS_FILE)).map(Path::of);
    }

    /** Returns what decides which addresses may be connected to. */
    public AddressGuard addressGuard() {
        return new AddressGuard(
                getList(ALLOWED_ADDRESSES).stream().map(AddressRange::parse).toList());
    }

    /** Returns how long a request may take. */
    public Duration requestTimeout() {
        return Duration.ofMillis(getInt(REQUEST_TIMEOUT_MS));
    }

    Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(getLong(RETRY_BACKOFF_MS)), Duration.ofMillis(getLong(RETRY_BACKOFF_MAX_MS)));
    }

    Duration alertAgeMax() {
        return Duration.ofMillis(getLong(ALERT_AGE_MAX_MS));
    }

    int queueMax() {
        return getInt(QUEUE_MAX);
    }

    /**
     * Returns how many records a consumer gives at once. A lane pauses unless it has room for all of them: they are a
     * small part of the queue, so that the queue gets nearly full before it does.
     */
    int pollRecordsMax() {
        return Math.max(1, Math.min(POLL_RECORDS_MAX, queueMax() / 10));
    }

    /** Returns the settings of a channel's consumer, without its group. */
    Map<String, Object> consumerSettings() {
        Map<String, Object> settings = passedThrough(ConsumerConfig.configNames());
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollRecordsMax());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    Map<String, Object> producerSettings() {
        Map<String, Object> settings = passedThrough(ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WRITE_MILLIS / 2);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WRITE_MILLIS);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, WRITE_MILLIS);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    private Map<String, Object> passedThrough(Set<String> known) {
        Map<String, Object> settings = new HashMap<>(originalsWithPrefix(KAFKA_PREFIX));
        settings.keySet().retainAll(known);
        settings.put(BOOTSTRAP_SERVERS, getList(BOOTSTRAP_SERVERS));
        return settings;
    }

    private static final class AddressList implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            if (value instanceof List<?> list) {
                for (Object item : list) {
                    try {
                        AddressRange.parse(String.valueOf(item));
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException("%s %s".formatted(name, e.getMessage()));
                    }
                }
            }
        }

        @Override
        public String toString() {
            return "addresses and ranges";
        }
    }
}
