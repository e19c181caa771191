package io.spendstream.contract.settings;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of a library that lives in somebody else's process.
 *
 * @param own its own
 * @param kafka those for its Kafka client, without their prefix
 */
public record LibrarySettings(Map<String, String> own, Map<String, String> kafka) {
    public LibrarySettings {
        own = Collections.unmodifiableMap(new TreeMap<>(own));
        kafka = Collections.unmodifiableMap(new TreeMap<>(kafka));
    }

    /**
     * Returns {@code settings}, taken apart.
     *
     * @param client the Kafka client that settings are passed on to, for the sentence
     * @throws ConfigException naming every key that {@code definition} does not know
     */
    public static LibrarySettings of(Map<String, String> settings, ConfigDef definition, String client) {
        var own = new TreeMap<String, String>();
        var kafka = new TreeMap<String, String>();
        settings.forEach((key, value) -> {
            if (key.startsWith(SettingNames.KAFKA_PREFIX)) {
                kafka.put(key.substring(SettingNames.KAFKA_PREFIX.length()), value);
            } else {
                own.put(key, value);
            }
        });
        var unknown = new TreeSet<>(own.keySet());
        unknown.removeAll(definition.names());
        if (!unknown.isEmpty()) {
            throw new ConfigException("%s is not known; there are %s and %s<a setting of the %s>"
                    .formatted(unknown, new TreeSet<>(definition.names()), SettingNames.KAFKA_PREFIX, client));
        }
        return new LibrarySettings(own, kafka);
    }
}
