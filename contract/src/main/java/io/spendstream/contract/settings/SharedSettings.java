package io.spendstream.contract.settings;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings that more than one process or library has. Thread-safe: all methods are pure. */
public final class SharedSettings {
    /** The Kafka brokers to start from. */
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /** What the stream processors that share the work are called together. */
    public static final String APPLICATION_ID = "application.id";

    /** What they are called where nobody says otherwise. */
    public static final String APPLICATION_ID_DEFAULT = "spendstream-stream-processor";

    private SharedSettings() {}

    /** Returns a new definition that has {@link #BOOTSTRAP_SERVERS}, to which a process adds its own settings. */
    public static ConfigDef withBrokers() {
        return new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(SharedSettings::requireSome, () -> "at least one host:port"),
                        ConfigDef.Importance.HIGH,
                        "Kafka brokers to start from, host:port, separated by commas.");
    }

    private static void requireSome(String name, Object value) {
        if (value instanceof List<?> list && list.isEmpty()) {
            throw new ConfigException(name, value, "must name at least one broker");
        }
    }
}
