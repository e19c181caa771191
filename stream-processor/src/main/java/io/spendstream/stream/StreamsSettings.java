package io.spendstream.stream;

import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** What Kafka Streams is run with. What exactness rests on is set even where it is the default, and cannot be changed. */
final class StreamsSettings {
    /** How long a killed instance without a name is waited for; brokers allow no less unless they are told to. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(2);

    /** Longer than any pause of the process: a transaction that times out costs the state of its tasks. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(1);

    /** How long a thread sleeps when nothing comes, and so how late it may be for a commit. */
    private static final Duration POLL = Duration.ofMillis(10);

    /** The constant of the library is deprecated from birth, because one day it will be the only way. */
    private static final String GLOBAL_HANDLER_ENABLED = "processing.exception.handler.global.enabled";

    private static final Duration LINGER = Duration.ofMillis(5);
    private static final int PRODUCER_BATCH_BYTES = 128 << 10;
    private static final int POLL_RECORDS_MAX = 2_000;

    /** Holds what changes within a commit interval. A larger one finds its entries more slowly, for all of them. */
    private static final long STORE_CACHE_BYTES = 16L << 20;

    private static final Map<String, String> RESERVED = Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG, "set application.id instead",
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "set bootstrap.servers instead",
            StreamsConfig.STATE_DIR_CONFIG, "set state.dir instead",
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "what the processor guarantees rests on it",
            StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, "what the processor guarantees rests on it",
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, "what the processor guarantees rests on it",
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "what the processor guarantees rests on it",
            StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, "what the processor guarantees rests on it",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "what the processor guarantees rests on it",
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "set instance.id instead");

    private StreamsSettings() {}

    /** Returns why {@code setting}, of Kafka Streams, cannot be passed on; empty if it can. */
    static Optional<String> reservedReason(String setting) {
        return Optional.ofNullable(RESERVED.get(setting));
    }

    /**
     * Returns what to run it with.
     *
     * @param hasPositions whether every partition has a position from which it is read, so that none may be made up
     */
    static Properties of(StreamProcessorConfig config, boolean hasPositions) {
        var settings = new Properties();
        addDefaults(settings, config);
        settings.putAll(config.kafkaSettings());
        addFixed(settings, config);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
                hasPositions ? "none" : "earliest");
        return settings;
    }

    private static void addDefaults(Properties settings, StreamProcessorConfig config) {
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, config.instanceId().orElse(config.applicationId()));
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.replicationFactor());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
        settings.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, STORE_CACHE_BYTES);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS_MAX);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                Math.toIntExact(SESSION_TIMEOUT.toMillis()));
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                Math.toIntExact(HEARTBEAT_INTERVAL.toMillis()));
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER.toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topic.REQUEST_BYTES_MAX);
        config.instanceId()
                .ifPresent(id -> settings.put(
                        StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG), id));
    }

    private static void addFixed(Properties settings, StreamProcessorConfig config) {
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(
                StreamsConfig.STATE_DIR_CONFIG,
                config.stateDirectory().toAbsolutePath().toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, StreamsClients.class);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        // After a store was written nothing may be skipped: an event would be remembered that was never counted.
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        settings.put(GLOBAL_HANDLER_ENABLED, true);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
    }
}
