package io.spendstream.producer;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * An agent that may not write much. It prints the id of each event that was recorded, and at last a line with its
 * counters.
 *
 * <p>Arguments: bootstrap servers, journal directory, number of events, seconds to stay.
 */
final class LimitedAgent {
    private LimitedAgent() {}

    public static void main(String[] arguments) throws InterruptedException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers",
                arguments[0],
                "journal.directory",
                arguments[1],
                "journal.scan.ms",
                "100",
                "close.ms.max",
                "0"));
        var tracker = new TokenTracker(TokenTrackerConfig.of(settings));
        long recorded = 0;
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            tracker.record(Events.event("limited-" + i));
            if (tracker.counters().recorded() > recorded) {
                recorded++;
                out.println("recorded limited-" + i);
            }
        }
        out.println(tracker.counters());
        Thread.sleep(Duration.ofSeconds(Long.parseLong(arguments[3])).toMillis());
    }
}
