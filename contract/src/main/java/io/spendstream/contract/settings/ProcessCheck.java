package io.spendstream.contract.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong with the settings of a process. Thread-safe: all methods are pure. */
public final class ProcessCheck {
    private ProcessCheck() {}

    /**
     * Returns everything that is wrong with {@code values}: unknown, missing, out of its range, or a Kafka setting that
     * the process sets itself.
     *
     * @param process what the process is called, for sentences
     * @param whyReserved says of a Kafka setting, without its prefix, why it cannot be passed on; empty if it can
     */
    public static List<String> problems(
            String process,
            ConfigDef definition,
            Map<String, String> values,
            Function<String, Optional<String>> whyReserved) {
        List<String> problems = new ArrayList<>();
        for (ConfigValue value : definition.validate(values)) {
            problems.addAll(value.errorMessages());
        }
        for (String key : new TreeMap<>(values).keySet()) {
            if (key.startsWith(SettingNames.KAFKA_PREFIX)) {
                whyReserved
                        .apply(key.substring(SettingNames.KAFKA_PREFIX.length()))
                        .ifPresent(reason -> problems.add("%s cannot be set: %s".formatted(key, reason)));
            } else if (!definition.names().contains(key)) {
                problems.add("%s is not a setting of the %s; there are %s and %s…"
                        .formatted(
                                key,
                                process,
                                String.join(", ", new TreeSet<>(definition.names())),
                                SettingNames.KAFKA_PREFIX));
            }
        }
        return problems;
    }

    /** Throws if there are {@code problems}, naming all of them. */
    public static void requireNone(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
    }

    /** Returns the rule for {@code jdbc.url}. */
    public static ConfigDef.Validator postgres() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value instanceof String url && !url.startsWith("jdbc:postgresql:")) {
                        throw new ConfigException("%s must begin with jdbc:postgresql:".formatted(name));
                    }
                },
                () -> "jdbc:postgresql:…");
    }
}
