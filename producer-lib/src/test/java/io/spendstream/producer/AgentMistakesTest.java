package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.contract.UsageStatus;
import io.spendstream.producer.shipper.FakeKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an agent says of its calls may be wrong in any way: the calls are recorded, and the agent does not notice. */
class AgentMistakesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] CHAT = """
            {"id":"chatcmpl-7","object":"chat.completion","model":"gpt-5.4-2026-03-05","choices":[],
             "usage":{"prompt_tokens":1200,"completion_tokens":340,"total_tokens":1540}}""".getBytes(UTF_8);

    @TempDir
    private Path temporary;

    private final FakeKafka kafka = FakeKafka.answeringAtOnce();
    private final Logger logger = (Logger) LoggerFactory.getLogger(TokenTracker.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void recordsCallsOfABadAttributionRepairedCountsThemAndWarnsOnce() {
        try (TokenTracker tracker = tracker()) {
            for (int i = 0; i < 3; i++) {
                Attribution attribution = Attribution.builder("s".repeat(1000))
                        .team("search\n")
                        .taskType("")
                        .build();
                tracker.track(new TrackContext(attribution, "openai", "chat", "gpt-5.4"), () -> CHAT);
            }

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).hasSize(3).allSatisfy(event -> {
                assertThat(event.attribution().sessionId()).startsWith("sss").hasSize(Attribution.TEXT_LENGTH_MAX);
                assertThat(event.attribution().team()).isEqualTo("search");
                assertThat(event.attribution().tags()).containsEntry(Attribution.REPAIRED_TAG, "session_id,team");
                assertThat(event.usage().promptTokens()).isEqualTo(1200);
            });
            assertThat(tracker.counters().repaired()).isEqualTo(3);
            assertThat(tracker.counters().dropped()).isEmpty();
            assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .filteredOn(line -> line.startsWith("attribution_repaired"))
                    .containsExactly(
                            "attribution_repaired: event openai:chatcmpl-7 says something else of session_id,team"
                                    + " than its agent did; further ones are only counted");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // an agent need not be null-checked
    void recordsACallOfWhichNothingIsSaidAsOneOfUnknownUsage() {
        try (TokenTracker tracker = tracker()) {
            byte[] response = tracker.track(new TrackContext(null, null, "", null), () -> CHAT);

            assertThat(response).isSameAs(CHAT);
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).hasSize(1);
            UsageEvent event = sent().get(0);
            assertThat(event.attribution().sessionId()).isEqualTo(Attribution.UNATTRIBUTED);
            assertThat(event.call().provider()).isEqualTo(TrackContext.UNKNOWN);
            assertThat(event.usageStatus()).isEqualTo(UsageStatus.MISSING);
            assertThat(tracker.counters().repaired()).isEqualTo(1);
            assertThat(tracker.counters().dropped()).isEqualTo(Map.of(DropReason.UNKNOWN_API, 1L));
        }
    }

    private TokenTracker tracker() {
        var settings = Map.of("journal.directory", temporary.resolve("journal").toString());
        return new TokenTracker(
                TokenTrackerConfig.of(settings), null, InstantSource.fixed(Events.TIME), EventId.system(), kafka);
    }

    private List<UsageEvent> sent() {
        return kafka.records().stream()
                .map(record -> UsageEventJson.read(record.value()))
                .toList();
    }
}
