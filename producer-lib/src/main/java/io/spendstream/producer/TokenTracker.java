package io.spendstream.producer;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.shipper.Brokers;
import io.spendstream.producer.shipper.KafkaBrokers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the usage of model calls, from inside the agent that makes them.
 *
 * <p>When {@link #record(UsageEvent)} returns, the event is in the journal: it survives the death of the process and is
 * sent to Kafka when Kafka is there, by this process or by the next one on the host. Nothing here throws into the
 * agent, waits for Kafka, or gets in the way of a call's own result or exception. What cannot be recorded is counted by
 * reason, see {@link #counters}.
 *
 * <p>One tracker per process is enough; it is thread-safe. Close it when the process ends, so that the last events need
 * not wait for the next start.
 */
public final class TokenTracker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenTracker.class);

    private final TokenTrackerConfig config;
    private final boolean isEnabled;
    private final InstantSource clock;
    private final EventId ids;
    private final Losses losses = new Losses();
    private final Readings readings = new Readings();
    private final Acknowledgements acknowledgements;
    private final Recorder recorder;
    private final ResponseMeter meter;

    /** Creates a tracker. A journal that cannot be opened is logged, and tried again while events are recorded. */
    public TokenTracker(TokenTrackerConfig config) {
        this(config, null);
    }

    /** Creates a tracker that tells {@code listener} when Kafka has an event. */
    public TokenTracker(TokenTrackerConfig config, @Nullable AcknowledgementListener listener) {
        this(
                config,
                listener,
                InstantSource.system(),
                EventId.system(),
                new KafkaBrokers(config.bootstrapServers(), config.producerSettings()));
    }

    TokenTracker(
            TokenTrackerConfig config,
            @Nullable AcknowledgementListener listener,
            InstantSource clock,
            EventId ids,
            Brokers brokers) {
        this.config = config;
        this.isEnabled = config.isEnabled();
        this.clock = clock;
        this.ids = ids;
        this.acknowledgements = new Acknowledgements(losses, listener);
        this.recorder = new Recorder(config, clock, brokers, losses, acknowledgements);
        this.meter = new ResponseMeter(clock, ids, losses, readings);
        if (isEnabled) {
            FailPoint.announce();
            LOG.info("Recording model calls with {}", config);
            recorder.open();
        } else {
            LOG.info("Not recording model calls: {} is false", TokenTrackerConfig.ENABLED);
        }
    }

    /**
     * Returns a tracker configured by the environment, see {@link TokenTrackerConfig}.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a variable is out of its range
     */
    public static TokenTracker fromEnvironment() {
        return new TokenTracker(TokenTrackerConfig.fromEnvironment());
    }

    /** Records {@code event}. It is in the journal when this returns, or counted as dropped. */
    public void record(UsageEvent event) {
        guarded(() -> recorder.record(event));
    }

    /** Records a call that has just completed and to which the provider gave no id of its own. */
    public void record(Attribution attribution, ModelCall call, UsageCounts usage) {
        guarded(() -> recorder.record(UsageEvent.of(ids.mint(), clock.instant(), attribution, call, usage)));
    }

    /**
     * Records what the response of a call that has just completed reports, for example at the end of its stream. It may
     * be recorded again: a stream that was cut, and then the whole of it, are one call.
     */
    public void record(Attribution attribution, ReadUsage usage) {
        guarded(() -> meter.events(attribution, usage).forEach(recorder::record));
    }

    /**
     * Returns what {@code responseBody} reports, without recording it; empty if the API is not known.
     *
     * @param provider the platform that answered, for example {@code openai}
     * @param api which of the provider's interfaces was used, for example {@code chat}
     */
    public Optional<ReadUsage> read(String provider, String api, byte[] responseBody) {
        return read(provider, api, responseBody, ReadRequest.of(null));
    }

    /** Returns what {@code responseBody} reports, without recording it, with the help of what is known besides. */
    public Optional<ReadUsage> read(String provider, String api, byte[] responseBody, ReadRequest request) {
        try {
            return meter.read(provider, api, responseBody, request);
        } catch (RuntimeException | LinkageError e) {
            losses.count(DropReason.INTERNAL_ERROR, e::toString);
            return Optional.empty();
        }
    }

    /**
     * Makes a call that answers with the body of the provider's response, and records the usage that reports.
     *
     * @throws E what the call throws; nothing is recorded then
     */
    public <E extends Exception> byte[] track(TrackContext context, TrackedCall<byte[], E> call) throws E {
        return track(context, call, Function.identity());
    }

    /**
     * Makes a call and records the usage its response reports. A response whose usage cannot be read is recorded as a
     * call of unknown usage.
     *
     * @param body returns the body of the provider's response, byte for byte
     * @throws E what the call throws; nothing is recorded then
     */
    public <T, E extends Exception> T track(
            TrackContext context, TrackedCall<T, E> call, Function<? super T, byte[]> body) throws E {
        long start = System.nanoTime();
        T response = call.call();
        long latencyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        guarded(() -> meter.events(context, response, body, latencyMillis).forEach(recorder::record));
        return response;
    }

    /**
     * Waits until Kafka has everything this tracker has recorded; returns whether it has, within {@code timeout}. For
     * tests and short programs; agents need not wait.
     */
    public boolean flush(Duration timeout) {
        return recorder.flush(timeout);
    }

    /** Returns what this tracker has done so far. */
    public TrackerCounters counters() {
        return new TrackerCounters(
                recorder.recorded(),
                acknowledgements.acknowledged(),
                acknowledgements.adopted(),
                losses.snapshot(),
                readings.byStatus(),
                readings.byFlag(),
                recorder.repaired(),
                recorder.journalBytes(),
                recorder.isKafkaAway());
    }

    /**
     * Waits a little for Kafka, see {@link TokenTrackerConfig#CLOSE_MILLIS_MAX}, and closes. What Kafka has not taken
     * stays in the journal and is sent by the next tracker on this host.
     */
    @Override
    public void close() {
        if (!recorder.close(config.closeMax())) {
            LOG.warn("Kafka does not have all events yet; the rest is in the journal, for the next process to send");
        }
    }

    /** Runs {@code metering}, whose failure is counted and never the agent's. */
    private void guarded(Runnable metering) {
        if (!isEnabled) {
            return;
        }
        try {
            metering.run();
        } catch (RejectedException e) {
            losses.count(DropReason.INVALID_EVENT, e::getMessage);
        } catch (RuntimeException | LinkageError e) {
            // a LinkageError is a library missing from the agent's class path
            losses.count(DropReason.INTERNAL_ERROR, e::toString);
        }
    }
}
