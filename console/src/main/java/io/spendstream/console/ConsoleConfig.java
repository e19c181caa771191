package io.spendstream.console;

import io.spendstream.contract.settings.ProcessCheck;
import io.spendstream.contract.settings.SecretSetting;
import io.spendstream.contract.settings.SettingNames;
import io.spendstream.contract.settings.SharedSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The configuration of a console. An invalid one cannot exist: all that is wrong is said at once. */
public final class ConsoleConfig extends AbstractConfig {
    /** The Kafka brokers to start from. */
    public static final String BOOTSTRAP_SERVERS = SharedSettings.BOOTSTRAP_SERVERS;
    /** The database. */
    public static final String JDBC_URL = "jdbc.url";
    /** The user at the database. */
    public static final String JDBC_USER = "jdbc.user";
    /** The user's password. */
    public static final String JDBC_PASSWORD = "jdbc.password";
    /** A file that holds the password. */
    public static final String JDBC_PASSWORD_FILE = "jdbc.password.file";
    /** The address that is served. */
    public static final String HOST = "console.host";
    /** The port that is served. */
    public static final String PORT = "console.port";
    /** What a client has to send. */
    public static final String TOKEN = "console.token";
    /** A file that holds it. */
    public static final String TOKEN_FILE = "console.token.file";
    /** How many clients may follow the stream at once. */
    public static final String STREAM_CLIENTS_MAX = "stream.clients.max";
    /** The consumer group of the stream processors. */
    public static final String APPLICATION_ID = SharedSettings.APPLICATION_ID;
    /** Where demo events wait for Kafka. */
    public static final String JOURNAL_DIRECTORY = "journal.directory";
    /** What begins the name of a setting that is passed on to the Kafka clients. */
    public static final String KAFKA_PREFIX = SettingNames.KAFKA_PREFIX;

    private static final SecretSetting PASSWORD_SECRET = new SecretSetting(JDBC_PASSWORD, JDBC_PASSWORD_FILE);
    private static final SecretSetting TOKEN_SECRET = new SecretSetting(TOKEN, TOKEN_FILE);
    private static final int TOKEN_LENGTH_MIN = 16;
    private static final int TOKEN_LENGTH_MAX = 1024;

    private static final ConfigDef DEFINITION = SharedSettings.withBrokers()
            .define(
                    JDBC_URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ProcessCheck.postgres(),
                    ConfigDef.Importance.HIGH,
                    "The database, such as jdbc:postgresql://localhost:5432/spendstream.")
            .define(
                    JDBC_USER,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.HIGH,
                    "User at the database; the role spendstream_reader is enough.")
            .define(JDBC_PASSWORD, ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.HIGH, "The user's password.")
            .define(
                    JDBC_PASSWORD_FILE,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "File that holds the user's password, instead of jdbc.password. A line break at its end is not part of it.")
            .define(
                    HOST,
                    ConfigDef.Type.STRING,
                    "127.0.0.1",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.HIGH,
                    "The address the page and the report API are served on. One that is not a loopback address takes a console.token.")
            .define(
                    PORT,
                    ConfigDef.Type.INT,
                    8080,
                    ConfigDef.Range.between(0, 65535),
                    ConfigDef.Importance.HIGH,
                    "The port they are served on; 0 takes a free one.")
            .define(
                    TOKEN,
                    ConfigDef.Type.PASSWORD,
                    null,
                    ConfigDef.Importance.HIGH,
                    "What a client has to send as Authorization: Bearer, 16 to 1024 characters. Without one, everybody on this machine may ask.")
            .define(
                    TOKEN_FILE,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.MEDIUM,
                    "File that holds the token, instead of console.token. A line break at its end is not part of it.")
            .define(
                    STREAM_CLIENTS_MAX,
                    ConfigDef.Type.INT,
                    64,
                    ConfigDef.Range.between(1, 1_000),
                    ConfigDef.Importance.LOW,
                    "How many clients may follow the stream of events at once; each takes a thread.")
            .define(
                    APPLICATION_ID,
                    ConfigDef.Type.STRING,
                    SharedSettings.APPLICATION_ID_DEFAULT,
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.LOW,
                    "The application.id of the stream processors, whose lag is watched.")
            .define(
                    JOURNAL_DIRECTORY,
                    ConfigDef.Type.STRING,
                    null,
                    ConfigDef.Importance.LOW,
                    "Where demo events wait for Kafka; by default where those of every agent of this user do.");

    private final @Nullable String password;
    private final @Nullable String token;

    private ConsoleConfig(Map<String, String> values) {
        super(DEFINITION, values, false);
        password = PASSWORD_SECRET.read(this).orElse(null);
        token = TOKEN_SECRET.read(this).orElse(null);
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
    public static ConsoleConfig of(Map<String, String> values) {
        List<String> problems = ProcessCheck.problems("console", DEFINITION, values, ConsoleConfig::whyReserved);
        PASSWORD_SECRET.problem(values).ifPresent(problems::add);
        TOKEN_SECRET.problem(values).ifPresent(problems::add);
        ProcessCheck.requireNone(problems);
        var config = new ConsoleConfig(values);
        config.checkToken();
        return config;
    }

    private static Optional<String> whyReserved(String key) {
        return Set.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, ConsumerConfig.ISOLATION_LEVEL_CONFIG)
                        .contains(key)
                ? Optional.of("what the console shows rests on it")
                : Optional.empty();
    }

    private void checkToken() {
        if (token == null && !isLoopback()) {
            throw new ConfigException("%s is %s, which others can reach: set %s or %s, or serve 127.0.0.1 alone"
                    .formatted(HOST, host(), TOKEN, TOKEN_FILE));
        }
        if (token != null
                && (token.length() < TOKEN_LENGTH_MIN
                        || token.length() > TOKEN_LENGTH_MAX
                        || !token.chars().allMatch(letter -> letter > ' ' && letter < 127))) {
            throw new ConfigException(
                    "%s must be %d to %d visible ASCII characters, such as those of: openssl rand -hex 32"
                            .formatted(TOKEN, TOKEN_LENGTH_MIN, TOKEN_LENGTH_MAX));
        }
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

    /** Returns the address that is served. */
    public String host() {
        return getString(HOST);
    }

    /** Returns the port that is served; 0 for a free one. */
    public int port() {
        return getInt(PORT);
    }

    /** Returns what a client has to send, if anything. */
    public Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** Returns how many clients may follow the stream at once. */
    public int streamClientsMax() {
        return getInt(STREAM_CLIENTS_MAX);
    }

    /** Returns whether only this machine can reach the server. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigException("%s is no address of this machine: %s".formatted(HOST, host()));
        }
    }

    String applicationId() {
        return getString(APPLICATION_ID);
    }

    Map<String, Object> adminSettings() {
        return passedThrough(AdminClientConfig.configNames());
    }

    Map<String, Object> consumerSettings() {
        Map<String, Object> settings = passedThrough(ConsumerConfig.configNames());
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }

    /** Returns the settings of the tracker that sends demo events. */
    Map<String, String> trackerSettings() {
        var settings = new TreeMap<String, String>();
        originalsWithPrefix(KAFKA_PREFIX)
                .forEach((key, value) -> settings.put(KAFKA_PREFIX + key, String.valueOf(value)));
        settings.put(BOOTSTRAP_SERVERS, String.join(",", getList(BOOTSTRAP_SERVERS)));
        String journal = getString(JOURNAL_DIRECTORY);
        if (journal != null) {
            settings.put(JOURNAL_DIRECTORY, journal);
        }
        return settings;
    }

    private Map<String, Object> passedThrough(Set<String> known) {
        Map<String, Object> settings = new HashMap<>(originalsWithPrefix(KAFKA_PREFIX));
        settings.keySet().retainAll(known);
        settings.put(BOOTSTRAP_SERVERS, getList(BOOTSTRAP_SERVERS));
        return settings;
    }
}
