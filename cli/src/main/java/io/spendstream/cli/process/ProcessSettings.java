package io.spendstream.cli.process;

import io.spendstream.contract.settings.SettingNames;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one process, merged from, weakest first: the defaults of its {@link ConfigDef}, a properties file,
 * the environment, and flags. A key nobody knows is an error: whoever wrote it believes that it works.
 *
 * <p>{@code jdbc.url} is {@code SPENDSTREAM_JDBC_URL} in the environment, and {@code kafka.<key>}, which passes
 * through to the Kafka client, is {@code SPENDSTREAM_KAFKA_<KEY>}.
 */
public final class ProcessSettings {
    private final ConfigDef definition;
    private final Set<String> keysOfOthers;

    /**
     * Creates a merger for the process that knows {@code definition}. Variables of the environment for {@code
     * keysOfOthers}, the keys of the other processes, are left to them.
     */
    public ProcessSettings(ConfigDef definition, Set<String> keysOfOthers) {
        this.definition = definition;
        this.keysOfOthers = Set.copyOf(keysOfOthers);
    }

    /**
     * Returns the merged settings, without defaults.
     *
     * @throws ConfigException naming every unknown key and where it stands
     * @throws IOException if the file cannot be read
     */
    public Map<String, String> merge(@Nullable Path file, Map<String, String> environment, Map<String, String> flags)
            throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, String> settings = new TreeMap<>();
        if (file != null) {
            put(settings, readFile(file), file.toString(), problems);
        }
        put(settings, fromEnvironment(environment, problems), "the environment", problems);
        put(settings, flags, "the flags", problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("; ", problems));
        }
        return settings;
    }

    private void put(Map<String, String> settings, Map<String, String> more, String where, List<String> problems) {
        more.forEach((key, value) -> {
            if (definition.names().contains(key) || key.startsWith(SettingNames.KAFKA_PREFIX)) {
                settings.put(key, value);
            } else {
                problems.add("unknown key %s in %s; known keys: %s and %s<any Kafka client property>"
                        .formatted(
                                key,
                                where,
                                String.join(", ", new TreeSet<>(definition.names())),
                                SettingNames.KAFKA_PREFIX));
            }
        });
    }

    private static Map<String, String> readFile(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> read = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> read.put(key, properties.getProperty(key)));
        return read;
    }

    private Map<String, String> fromEnvironment(Map<String, String> environment, List<String> problems) {
        Map<String, String> read = new TreeMap<>();
        environment.forEach((name, value) -> {
            String key = SettingNames.keyOf(name).orElse(null);
            if (key == null) {
                return;
            }
            if (definition.names().contains(key) || key.startsWith(SettingNames.KAFKA_PREFIX)) {
                read.put(key, value);
            } else if (!keysOfOthers.contains(key)) {
                problems.add("unknown variable %s in the environment".formatted(name));
            }
        });
        return read;
    }
}
