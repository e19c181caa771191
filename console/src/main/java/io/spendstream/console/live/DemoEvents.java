package io.spendstream.console.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Problem;
import io.spendstream.console.report.Forms;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TokenTrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends demo events as an agent sends its own, a few a minute. Thread-safe. */
public final class DemoEvents implements AutoCloseable {
    private static final int A_MINUTE_MAX = 10;
    private static final String TEAM = "demo";
    private static final String SESSION = "console-demo";
    private static final ModelCall CALL = new ModelCall("openai", "gpt-4o-mini", null, "chat", null);
    private static final UsageCounts USAGE = UsageCounts.of(1_200, 300);

    private final Map<String, String> settings;
    private final InstantSource clock;
    private final EventId ids = EventId.system();

    // guarded by this
    private final Deque<Instant> sent = new ArrayDeque<>();
    private @Nullable TokenTracker tracker;

    /** Creates a sender whose tracker has {@code settings}; it is opened when first needed. */
    public DemoEvents(Map<String, String> settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Sends an event and returns what it is. */
    public synchronized ObjectNode send() {
        Instant now = clock.instant();
        while (!sent.isEmpty() && sent.getFirst().plus(Duration.ofMinutes(1)).isBefore(now)) {
            sent.removeFirst();
        }
        if (sent.size() >= A_MINUTE_MAX) {
            throw Problem.of(
                            429,
                            "too-many-demo-events",
                            "Too many demo events",
                            "%d demo events were sent within a minute, which is as many as may; wait a minute, or run: spendstream up --demo"
                                    .formatted(A_MINUTE_MAX))
                    .exception();
        }
        sent.addLast(now);
        if (tracker == null) {
            tracker = new TokenTracker(TokenTrackerConfig.of(settings));
        }
        var attribution = Attribution.builder(SESSION)
                .team(TEAM)
                .agent("console")
                .taskType("demo")
                .project("demo")
                .build();
        String eventId = ids.mint();
        tracker.record(UsageEvent.of(eventId, now, attribution, CALL, USAGE));
        return Forms.object()
                .put("event_id", eventId)
                .put("session", SESSION)
                .put("team", TEAM)
                .put("model", CALL.model())
                .put(
                        "message",
                        "A call of %s by team demo is on its way; it is in the tables in a moment."
                                .formatted(CALL.model()));
    }

    @Override
    public synchronized void close() {
        if (tracker != null) {
            tracker.close();
        }
    }
}
