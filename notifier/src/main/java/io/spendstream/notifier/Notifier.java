package io.spendstream.notifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.channel.LogChannel;
import io.spendstream.notifier.channel.Route;
import io.spendstream.notifier.delivery.DeliveryLog;
import io.spendstream.notifier.file.ChannelsFile;
import io.spendstream.notifier.file.ChannelsFileException;
import io.spendstream.notifier.http.Poster;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers budget alerts to people. Any number of notifiers with the same channels may share the work. Thread-safe.
 *
 * <p>A receiver or a broker that is away is waited for.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    /** What a lane may take beyond its request: a mark, a commit and leaving the group. */
    private static final Duration CLOSE_BEYOND_REQUEST = Duration.ofSeconds(30);

    private final NotifierConfig config;
    private final DeliveryLog log;
    private final Poster poster;
    private final List<Lane> lanes;

    private Notifier(NotifierConfig config, DeliveryLog log, Poster poster, List<Lane> lanes) {
        this.config = config;
        this.log = log;
        this.poster = poster;
        this.lanes = lanes;
    }

    /**
     * Starts a notifier. It need not find the broker or the receivers there yet.
     *
     * @param registry where its meters are shown until it is closed
     * @throws ChannelsFileException saying all that is wrong with the file of channels
     */
    public static Notifier start(NotifierConfig config, MeterRegistry registry) {
        FailPoint.announce();
        List<Channel> channels = channels(config);
        InstantSource clock = InstantSource.system();
        var log = new DeliveryLog(new KafkaProducer<>(config.producerSettings()), config.consumerSettings());
        Poster poster = Poster.open(config.addressGuard(), config.requestTimeout(), clock);
        List<Lane> lanes = channels.stream()
                .map(channel -> lane(channel, config, log, poster, clock, registry))
                .toList();
        lanes.forEach(Lane::start);
        channels.forEach(channel -> LOG.info("channel {} tells {}", channel.name(), channel.target()));
        return new Notifier(config, log, poster, lanes);
    }

    /**
     * Returns the channels of {@code config}.
     *
     * @throws ChannelsFileException saying all that is wrong with the file of channels
     */
    public static List<Channel> channels(NotifierConfig config) {
        return config.channelsFile()
                .map(file -> ChannelsFile.read(file, config.addressGuard()))
                .orElse(List.of(new LogChannel("log", Route.ALL)));
    }

    private static Lane lane(
            Channel channel,
            NotifierConfig config,
            DeliveryLog log,
            Poster poster,
            InstantSource clock,
            MeterRegistry registry) {
        var state = new LaneState(clock);
        var meters = new NotifierMeters(registry, channel.name(), state::queued, state::secondsSinceSuccess);
        return new Lane(new LaneParts(channel, config, log, poster, clock, state, meters, new HashMap<>()));
    }

    /** Returns whether every channel is at work, be it waiting. */
    public boolean isAlive() {
        return lanes.stream().allMatch(Lane::isAlive);
    }

    /** Returns whether every channel delivers at this moment what comes. */
    public boolean isReady() {
        return lanes.stream().allMatch(Lane::isReady);
    }

    /**
     * Ends after the attempts that are under way, whose answers are still marked. What is not delivered yet is delivered
     * after the next start.
     */
    @Override
    public void close() {
        lanes.forEach(Lane::stop);
        Duration max = config.requestTimeout().plus(CLOSE_BEYOND_REQUEST);
        try {
            for (Lane lane : lanes) {
                lane.awaitEnd(max);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        poster.close();
        log.close();
    }
}
