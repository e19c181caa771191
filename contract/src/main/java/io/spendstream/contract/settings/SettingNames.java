package io.spendstream.contract.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How a setting is spelled: {@code jdbc.url} in files and flags is {@code SPENDSTREAM_JDBC_URL} in the environment.
 * Thread-safe: all methods are pure.
 */
public final class SettingNames {
    /** What begins the name of a setting that is passed on to a Kafka client. */
    public static final String KAFKA_PREFIX = "kafka.";

    private static final String ENVIRONMENT_PREFIX = "SPENDSTREAM_";

    private SettingNames() {}

    /** Returns the key that the environment variable {@code name} sets, or empty if it is none of the project's. */
    public static Optional<String> keyOf(String name) {
        return name.startsWith(ENVIRONMENT_PREFIX)
                ? Optional.of(name.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'))
                : Optional.empty();
    }

    /** Returns the environment variable that sets {@code key}. */
    public static String variableOf(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Returns what {@code environment} sets of the keys that {@code isWanted}. */
    public static Map<String, String> fromEnvironment(Map<String, String> environment, Predicate<String> isWanted) {
        var settings = new TreeMap<String, String>();
        environment.forEach((name, value) -> keyOf(name).filter(isWanted).ifPresent(key -> settings.put(key, value)));
        return settings;
    }
}
