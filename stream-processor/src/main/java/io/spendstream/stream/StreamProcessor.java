package io.spendstream.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.SourcePositions.Found;
import io.spendstream.stream.book.BookInForce;
import io.spendstream.stream.budget.Definitions;
import io.spendstream.stream.outcome.AlertLog;
import io.spendstream.stream.outcome.BudgetMeters;
import io.spendstream.stream.outcome.OutcomeMeters;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.topology.MeteringSettings;
import io.spendstream.stream.topology.MeteringSettings.Partitions;
import io.spendstream.stream.topology.MeteringTopology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running stream processor. Thread-safe. */
public final class StreamProcessor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final StateFolder stateFolder;
    private final SourceWatch sourceWatch;
    private final KafkaStreamsMetrics streamsMetrics;
    private final OutcomeMeters outcomeMeters;
    private final AlertLog alertLog;
    private final PriceMeters priceMeters;
    private final BudgetMeters budgetMeters;
    private final FunctionCounter refusedBudgets;
    private final MeterRegistry registry;

    private StreamProcessor(StreamProcessorConfig config, PriceBook prices, Sources sources, MeterRegistry registry) {
        this.registry = registry;
        priceMeters = new PriceMeters(registry, InstantSource.system());
        var book = new BookInForce(prices, priceMeters);
        priceMeters.follow(book);
        Found found = sources.found();
        MeteringSettings metering = config.metering(sources.partitions());
        var definitions = new Definitions(metering.standingBudget());
        Topology topology = MeteringTopology.of(metering, book, definitions, found.usageTopic());
        streams = new KafkaStreams(topology, StreamsSettings.of(config, found.areComplete()));
        streams.setUncaughtExceptionHandler(new ThreadReplacement(InstantSource.system()));
        streams.setStateListener((state, before) -> LOG.info("{} after {}", state, before));
        stateFolder = new StateFolder(config.stateDirectory(), config.applicationId());
        dropWhatWasLeftOpen();
        streams.start();
        sourceWatch = SourceWatch.start(Admin.create(adminSettings(config)), found, this::stop);
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(registry);
        outcomeMeters = OutcomeMeters.start(registry, config.applicationId() + "-outcomes", config.kafkaSettings());
        alertLog = AlertLog.start(registry, config.applicationId() + "-alert-log", config.kafkaSettings());
        budgetMeters = BudgetMeters.start(
                registry, InstantSource.system(), config.applicationId() + "-budgets", config.kafkaSettings());
        refusedBudgets = FunctionCounter.builder("ai.budget.definitions.refused", definitions, Definitions::refused)
                .description("Budget definitions that were refused because they cannot be read")
                .register(registry);
    }

    /**
     * Starts a stream processor, creating the topics that are missing. It takes events once it {@link #isReady}.
     *
     * @throws IllegalStateException if the prices cannot be read, the brokers cannot be reached, or a topic is set so
     *     that it would lose events; the message names the fix
     * @throws io.spendstream.stream.intake.SourceChangedException if a topic was made anew, or has lost records that were
     *     not processed yet
     */
    public static StreamProcessor start(StreamProcessorConfig config, MeterRegistry registry) {
        FailPoint.announce();
        PriceBook prices = config.priceBook().map(PriceBook::load).orElseGet(PriceBook::bundled);
        prices.warnings().forEach(warning -> LOG.warn("price book {}: {}", prices.version(), warning));
        Sources sources = ensureTopics(config);
        LOG.info("prices {}; {}", prices.version(), sources.partitions());
        return new StreamProcessor(config, prices, sources, registry);
    }

    /** The streams hold the lock of the folder from when they are made. */
    private void dropWhatWasLeftOpen() {
        try {
            if (stateFolder.wasLeftOpen()) {
                LOG.info("the last process was not closed, so its state is read from Kafka again");
                streams.cleanUp();
            }
            stateFolder.open();
        } catch (IOException e) {
            streams.close(Duration.ZERO);
            throw new UncheckedIOException("the state directory cannot be used: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            streams.close(Duration.ZERO);
            throw e;
        }
    }

    /** What is known of the topics that are read. */
    private record Sources(Partitions partitions, Found found) {}

    private static Map<String, Object> adminSettings(StreamProcessorConfig config) {
        Map<String, Object> settings = new HashMap<>(config.kafkaSettings());
        settings.keySet().retainAll(AdminClientConfig.configNames());
        return settings;
    }

    private static Sources ensureTopics(StreamProcessorConfig config) {
        try (Admin admin = Admin.create(adminSettings(config))) {
            TopicSetup.ensure(admin, config.topicPartitions(), (short) config.replicationFactor());
            return new Sources(
                    new Partitions(
                            TopicSetup.partitionsOf(admin, Topic.USAGE),
                            TopicSetup.partitionsOf(admin, Topic.BUDGET_PARTIALS)),
                    new SourcePositions(admin, config.applicationId(), config.kafkaSettings()).ensure());
        } catch (ExecutionException e) {
            throw new IllegalStateException("topics cannot be created or checked: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were created", e);
        }
    }

    /** Stops for good, as after a failure: {@link #isAlive} then says so. */
    private void stop(String why) {
        LOG.error("this process ends: {}", why);
        streams.close(Duration.ZERO);
    }

    /** Returns whether this process works, or may work again without being restarted. */
    public boolean isAlive() {
        KafkaStreams.State state = streams.state();
        return state != KafkaStreams.State.ERROR && !state.isShuttingDown() && !state.hasCompletedShutdown();
    }

    /** Returns whether this process takes events now. */
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Commits what is done and stops, within half a minute. What is not committed by then is done again later. */
    @Override
    public void close() {
        sourceWatch.close();
        if (streams.close(CLOSE_WITHIN)) {
            stateFolder.close();
        } else {
            LOG.warn("threads still run after {}; what they have not committed is done again", CLOSE_WITHIN);
        }
        alertLog.close();
        budgetMeters.close();
        registry.remove(refusedBudgets);
        outcomeMeters.close();
        streamsMetrics.close();
        priceMeters.close();
    }
}
