package io.spendstream.producer;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * An agent that does, in a second, all that agents do: it opens a tracker, records enough for several segments, closes
 * it, and does so again. It writes each id to a file of its own once {@code
 * record} has returned: what stands there was promised.
 *
 * <p>Arguments: bootstrap servers, journal directory, file of promised ids, prefix of ids, durability, events per round.
 */
final class CrashingAgent {
    /** The most bytes the topic takes in one record, so that Kafka refuses {@link #isRefused} events. */
    static final int TOPIC_BYTES_MAX = 6_000;

    private static final int ROUNDS = 3;
    private static final int TAGS = 32;
    private static final int TAG_CHARACTERS = 250;
    private static final Duration STAY = Duration.ofMinutes(3);

    private CrashingAgent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> settings = settings(arguments[0], arguments[1], hasRefused(arguments[3]));
        settings.put("journal.durability", arguments[4]);
        settings.put("journal.segment.bytes.max", "262144");
        int eventsPerRound = Integer.parseInt(arguments[5]);
        int next = 0;
        try (OutputStream promised = new FileOutputStream(Path.of(arguments[2]).toFile())) {
            for (int round = 0; round < ROUNDS; round++) {
                try (var tracker = new TokenTracker(TokenTrackerConfig.of(settings))) {
                    for (int i = 0; i < eventsPerRound; i++) {
                        String id = arguments[3] + "_" + next++;
                        tracker.record(event(id));
                        // one write to the operating system, which outlives the process
                        promised.write((id + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
        try (var tracker = new TokenTracker(TokenTrackerConfig.of(settings))) {
            Thread.sleep(STAY.toMillis());
            throw new IllegalStateException("still here: " + tracker.counters());
        }
    }

    /**
     * Returns the settings of an agent.
     *
     * @param hasRefused whether Kafka refuses some of its events; then each is sent alone, because a producer that splits
     *     a refused batch may wait for minutes until it finds its place again
     */
    static Map<String, String> settings(String bootstrapServers, String journalDirectory, boolean hasRefused) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "journal.directory",
                journalDirectory,
                "journal.scan.ms",
                "100"));
        if (hasRefused) {
            settings.put("kafka.batch.size", "0");
            settings.put("kafka.max.in.flight.requests.per.connection", "1");
        }
        return settings;
    }

    /** Returns the event {@code id}: large, and the same whoever asks. */
    static UsageEvent event(String id) {
        var attribution = Attribution.builder("session-1").team("platform");
        var random = new Random(id.hashCode());
        for (int tag = 0; tag < TAGS; tag++) {
            // Kafka sees them compressed, so that only the random ones are large there
            attribution.tag(
                    "tag" + tag,
                    isRefused(id) ? noise(random) : String.valueOf('a').repeat(TAG_CHARACTERS));
        }
        return UsageEvent.of(id, Events.TIME, attribution.build(), Events.CALL, Events.USAGE);
    }

    /** Returns whether Kafka refuses the event {@code id}. */
    static boolean isRefused(String id) {
        return hasRefused(id) && Integer.parseInt(id.substring(id.lastIndexOf('_') + 1)) % 20 == 3;
    }

    private static boolean hasRefused(String prefix) {
        return prefix.contains("refusal");
    }

    /** Returns the bytes of the event {@code id}. */
    static byte[] bytes(String id) {
        return UsageEventJson.write(event(id));
    }

    private static String noise(Random random) {
        var text = new StringBuilder();
        while (text.length() < TAG_CHARACTERS) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }
}
