package io.spendstream.cli.connection;

import io.spendstream.producer.AcknowledgementListener;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TokenTrackerConfig;
import java.util.Map;
import java.util.TreeMap;

/** Opens the tracker with which a command sends events to an installation. */
public final class Trackers {
    /** Commands flush before they close: what is left then, a further second does not send either. */
    private static final String CLOSE_MILLIS_MAX = "1000";

    private Trackers() {}

    /** Returns a tracker for {@code connection}. */
    public static TokenTracker open(Connection connection) {
        return new TokenTracker(config(connection));
    }

    /** Returns a tracker for {@code connection} that tells {@code listener} what was acknowledged. */
    public static TokenTracker open(Connection connection, AcknowledgementListener listener) {
        return new TokenTracker(config(connection), listener);
    }

    private static TokenTrackerConfig config(Connection connection) {
        Map<String, String> settings = new TreeMap<>();
        connection.kafka().forEach((key, value) -> settings.put(TokenTrackerConfig.KAFKA_PREFIX + key, value));
        settings.put(TokenTrackerConfig.BOOTSTRAP_SERVERS, connection.bootstrapServers());
        settings.put(TokenTrackerConfig.CLOSE_MILLIS_MAX, CLOSE_MILLIS_MAX);
        settings.put(
                TokenTrackerConfig.JOURNAL_DIRECTORY,
                connection.journalDirectory().toString());
        return TokenTrackerConfig.of(settings);
    }
}
