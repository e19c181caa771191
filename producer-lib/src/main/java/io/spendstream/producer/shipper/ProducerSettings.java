package io.spendstream.producer.shipper;

import io.spendstream.contract.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the Kafka producer. */
public final class ProducerSettings {
    /** What events would be lost, doubled or put on the wrong partition by, if it were set otherwise. */
    private static final Map<String, Object> FIXED = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            Topic.REQUEST_BYTES_MAX,
            ProducerConfig.RETRIES_CONFIG,
            Integer.MAX_VALUE);

    private static final Set<String> REFUSED = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 64 << 10;
    private static final int MAX_BLOCK_MILLIS = 500;
    private static final int RECONNECT_MILLIS_MAX = 5_000;

    private ProducerSettings() {}

    /**
     * Returns the settings of a producer that connects to {@code bootstrapServers}.
     *
     * @param extra further settings, which win over those that are a matter of taste
     * @throws ConfigException if {@code extra} has a setting that is not
     */
    public static Map<String, Object> of(List<String> bootstrapServers, Map<String, String> extra) {
        var notOurs = new TreeSet<>(extra.keySet());
        notOurs.retainAll(REFUSED);
        FIXED.keySet().stream().filter(extra::containsKey).forEach(notOurs::add);
        if (!notOurs.isEmpty()) {
            throw new ConfigException(
                    "kafka.* must not have %s: events could be lost or counted twice; leave it out".formatted(notOurs));
        }
        var settings = new TreeMap<String, Object>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "spendstream-tracker");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS_MAX);
        settings.putAll(extra);
        settings.putAll(FIXED);
        return settings;
    }
}
