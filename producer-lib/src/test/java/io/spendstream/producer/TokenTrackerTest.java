package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.contract.UsageStatus;
import io.spendstream.producer.reading.ReadFlag;
import io.spendstream.producer.reading.ReadRequest;
import io.spendstream.producer.reading.ReadStatus;
import io.spendstream.producer.reading.ReadUsage;
import io.spendstream.producer.reading.StreamedUsage;
import io.spendstream.producer.reading.UsageReaders;
import io.spendstream.producer.shipper.Brokers;
import io.spendstream.producer.shipper.FakeKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TokenTrackerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TrackContext CONTEXT = new TrackContext(Events.ATTRIBUTION, "nobody", "nothing", "gpt-5.4");

    private static final String CHAT = """
            {"id":"chatcmpl-7","object":"chat.completion","model":"gpt-5.4-2026-03-05","choices":[],
             "usage":{"prompt_tokens":1200,"completion_tokens":340,"total_tokens":1540}}""";

    private static final String GEMINI_CHUNK = """
            data: {"modelVersion":"gemini-2.5-flash","candidates":[{%s"index":0}],"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":%d}}

            """;

    private static final String EMBEDDING = """
            {"object":"list","model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}""";

    @TempDir
    private Path temporary;

    private final FakeKafka kafka = FakeKafka.answeringAtOnce();

    @Test
    void recordsAnEventAsItIs() {
        try (TokenTracker tracker = tracker(Map.of())) {
            UsageEvent event = Events.event("openai:chatcmpl-1");

            tracker.record(event);

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).containsExactly(event);
            TrackerCounters counters = tracker.counters();
            assertThat(counters.recorded()).isEqualTo(1);
            assertThat(counters.acknowledged()).isEqualTo(1);
            assertThat(counters.dropped()).isEmpty();
        }
    }

    @Test
    void mintsAnIdForACallThatHasNone() {
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.record(Events.ATTRIBUTION, Events.CALL, Events.USAGE);
            tracker.record(Events.ATTRIBUTION, Events.CALL, Events.USAGE);

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent())
                    .extracting(UsageEvent::eventId)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
            assertThat(sent()).extracting(UsageEvent::timestamp).containsOnly(Events.TIME);
        }
    }

    @Test
    void countsAnEventThatBreaksARuleAndDoesNotThrow() {
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.record(Events.ATTRIBUTION, Events.CALL, UsageCounts.none());

            assertThat(tracker.counters().dropped()).isEqualTo(Map.of(DropReason.INVALID_EVENT, 1L));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // an agent need not be null-checked
    void countsNullAndDoesNotThrow() {
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.record((UsageEvent) null);
            tracker.record(null, null, null);

            assertThat(tracker.counters().dropped(DropReason.INTERNAL_ERROR)).isEqualTo(2);
        }
    }

    @Test
    void recordsFromAnInterruptedThreadAndLeavesTheFlag() {
        try (TokenTracker tracker = tracker(Map.of())) {
            Thread.currentThread().interrupt();

            tracker.record(Events.event("a"));

            assertThat(tracker.flush(LONG)).isFalse();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(tracker.flush(LONG)).isTrue();
        }
    }

    @Test
    void recordsAgainOnceTheJournalCanBeOpened() throws IOException {
        Path file = Files.createFile(temporary.resolve("in-the-way"));
        try (TokenTracker tracker =
                tracker(Map.of("journal.directory", file.resolve("journal").toString()))) {
            tracker.record(Events.event("lost"));
            assertThat(tracker.counters().dropped()).isEqualTo(Map.of(DropReason.JOURNAL_IO_ERROR, 1L));

            Files.delete(file);

            await().atMost(LONG).until(() -> {
                tracker.record(Events.event("kept"));
                return tracker.counters().recorded() > 0;
            });
        }
    }

    @Test
    void beginsANewJournalWhenSomebodyRemovesTheDirectory() throws IOException {
        try (TokenTracker tracker = tracker(Map.of("journal.segment.bytes.max", "262144"))) {
            tracker.record(Events.event("a"));
            assertThat(tracker.flush(LONG)).isTrue();
            removeTree(temporary.resolve("journal"));

            for (int i = 0; i < 2000; i++) {
                tracker.record(Events.event("id-" + i));
            }

            await().atMost(LONG).until(() -> tracker.counters().acknowledged() == 2000);
            assertThat(tracker.counters().dropped()).isEqualTo(Map.of(DropReason.JOURNAL_IO_ERROR, 1L));
            assertThat(tracker.counters().recorded()).isEqualTo(2000);
            assertThat(temporary.resolve("journal")).isNotEmptyDirectory();
        }
    }

    @Test
    void countsEveryDroppedEventAndLogsTheFirstOfAReason() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(TokenTracker.class);
        logger.addAppender(log);
        Map<String, String> small =
                Map.of("journal.segment.bytes.max", "262144", "journal.bytes.max", "524288", "close.ms.max", "0");
        try (TokenTracker tracker = trackerWithoutKafka(small)) {
            for (int i = 0; i < 2000; i++) {
                tracker.record(Events.event("id-" + i));
            }

            TrackerCounters counters = tracker.counters();
            assertThat(counters.dropped(DropReason.JOURNAL_FULL)).isPositive();
            assertThat(counters.recorded() + counters.dropped(DropReason.JOURNAL_FULL))
                    .isEqualTo(2000);
            assertThat(counters.journalBytes()).isLessThanOrEqualTo(524_288);
            assertThat(log.list)
                    .filteredOn(line -> line.getFormattedMessage().startsWith("journal_full"))
                    .hasSize(1);
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void countsWhatComesAfterItWasClosed() {
        TokenTracker tracker = tracker(Map.of());
        tracker.close();
        tracker.close();

        tracker.record(Events.event("late"));

        assertThat(tracker.counters().dropped()).isEqualTo(Map.of(DropReason.CLOSED, 1L));
    }

    @Test
    void closesWithinItsTimeWhenThereIsNoKafkaAndTheNextTrackerSendsTheRest() {
        try (TokenTracker first = trackerWithoutKafka(Map.of("close.ms.max", "100"))) {
            first.record(Events.event("a"));
            assertThat(first.flush(Duration.ofMillis(50))).isFalse();
        }

        try (TokenTracker second = tracker(Map.of())) {
            await().atMost(LONG).until(() -> second.counters().adopted() == 1);
            assertThat(sent()).containsExactly(Events.event("a"));
        }
    }

    @Test
    void doesNothingWhenItIsDisabled() {
        try (TokenTracker tracker = tracker(Map.of("enabled", "false"))) {
            tracker.record(Events.event("a"));
            String answer = tracker.track(CONTEXT, () -> "answer", response -> {
                throw new IllegalStateException("nobody asks");
            });

            assertThat(answer).isEqualTo("answer");
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(tracker.counters().dropped()).isEmpty();
            assertThat(temporary.resolve("journal")).doesNotExist();
        }
    }

    @Test
    void tellsAListenerWhenKafkaHasAnEvent() {
        Map<String, Long> times = new TreeMap<>();
        AcknowledgementListener listener = (eventId, nanoTime) -> {
            times.put(eventId, nanoTime);
            throw new IllegalStateException("a listener's fault");
        };
        try (TokenTracker tracker = tracker(Map.of(), listener)) {
            long before = System.nanoTime();
            tracker.record(Events.event("a"));

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(times.get("a")).isBetween(before, System.nanoTime());
        }
    }

    @Test
    void passesTheCallsOwnExceptionThrough() {
        var own = new IOException("connection reset");
        try (TokenTracker tracker = tracker(Map.of())) {
            assertThatThrownBy(() -> tracker.track(CONTEXT, () -> {
                        throw own;
                    }))
                    .isSameAs(own);

            assertThat(tracker.counters().recorded()).isZero();
        }
    }

    @Test
    void recordsWhatTheResponseOfACallReports() {
        var context = new TrackContext(Events.ATTRIBUTION, "openai", "chat", "gpt-5.4");
        try (TokenTracker tracker = tracker(Map.of())) {
            String answer = tracker.track(context, () -> CHAT, response -> response.getBytes(UTF_8));

            assertThat(answer).isSameAs(CHAT);
            assertThat(tracker.flush(LONG)).isTrue();
            UsageEvent event = sent().get(0);
            assertThat(event.eventId()).isEqualTo("openai:chatcmpl-7");
            assertThat(event.usage().promptTokens()).isEqualTo(1200);
            assertThat(event.usage().completionTokens()).isEqualTo(340);
            assertThat(event.usageStatus()).isEqualTo(UsageStatus.FINAL);
            assertThat(event.attribution()).isEqualTo(Events.ATTRIBUTION);
            assertThat(event.latencyMillis()).isNotNull();
            assertThat(tracker.counters().dropped()).isEmpty();
        }
    }

    @Test
    void readsWithoutRecordingAndRecordsWhatWasRead() {
        try (TokenTracker tracker = tracker(Map.of())) {
            ReadUsage usage =
                    tracker.read("openai", "chat", CHAT.getBytes(UTF_8)).orElseThrow();
            assertThat(tracker.counters().recorded()).isZero();

            tracker.record(Events.ATTRIBUTION, usage);

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).extracting(UsageEvent::eventId).containsExactly("openai:chatcmpl-7");
        }
    }

    @Test
    void recordsACutStreamAndThenTheWholeOfItAsOneCallThoughItsApiHasNoResponseId() {
        StreamedUsage stream = UsageReaders.of("google", "generateContent").orElseThrow().stream(ReadRequest.of(null));
        try (TokenTracker tracker = tracker(Map.of())) {
            stream.feed(GEMINI_CHUNK.formatted("", 3).getBytes(UTF_8));
            tracker.record(Events.ATTRIBUTION, stream.result());
            stream.feed(GEMINI_CHUNK.formatted("\"finishReason\":\"STOP\",", 40).getBytes(UTF_8));
            tracker.record(Events.ATTRIBUTION, stream.result());

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent())
                    .extracting(UsageEvent::usageStatus)
                    .containsExactly(UsageStatus.PROVISIONAL, UsageStatus.FINAL);
            assertThat(sent()).extracting(UsageEvent::eventId).containsOnly(idOfFirst());
        }
    }

    @Test
    void recordsAReadingTwiceAsOneCallThoughItsApiHasNoResponseId() {
        try (TokenTracker tracker = tracker(Map.of())) {
            ReadUsage usage = tracker.read("openai", "embeddings", EMBEDDING.getBytes(UTF_8))
                    .orElseThrow();
            tracker.record(Events.ATTRIBUTION, usage);
            tracker.record(Events.ATTRIBUTION, usage.servedAs("batch"));

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).hasSize(2);
            assertThat(sent()).extracting(UsageEvent::eventId).containsOnly(idOfFirst());
        }
    }

    @Test
    void recordsTwoReadingsOfOneBodyWithoutAResponseIdAsTwoCallsForNobodyCanTellThemApart() {
        var context = new TrackContext(Events.ATTRIBUTION, "openai", "embeddings", null);
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.track(context, () -> EMBEDDING.getBytes(UTF_8));
            tracker.track(context, () -> EMBEDDING.getBytes(UTF_8));

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent())
                    .extracting(UsageEvent::eventId)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    @Test
    void recordsARetryThatGetsTheSameResponseAgainAsTheSameCall() {
        var context = new TrackContext(Events.ATTRIBUTION, "openai", "chat", "gpt-5.4");
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.track(context, () -> CHAT.getBytes(UTF_8));
            tracker.track(context, () -> CHAT.getBytes(UTF_8));

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent())
                    .extracting(UsageEvent::eventId)
                    .containsExactly("openai:chatcmpl-7", "openai:chatcmpl-7");
        }
    }

    @Test
    void carriesATotalThatDoesNotAddUpAsAFlagCountsItAndAdjustsNothing() {
        String wrong = CHAT.replace("1540", "9999");
        var context = new TrackContext(Events.ATTRIBUTION, "openai", "chat", "gpt-5.4");
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.track(context, () -> wrong.getBytes(UTF_8));
            tracker.record(
                    Events.ATTRIBUTION,
                    tracker.read("openai", "chat", wrong.getBytes(UTF_8)).orElseThrow());
            tracker.track(context, () -> CHAT.getBytes(UTF_8));

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent())
                    .extracting(UsageEvent::usageFlags)
                    .containsExactly(Set.of("total_mismatch"), Set.of("total_mismatch"), Set.of());
            assertThat(sent()).allSatisfy(event -> assertThat(event.usage()).isEqualTo(UsageCounts.of(1200, 340)));
            assertThat(tracker.counters().flagged()).isEqualTo(Map.of(ReadFlag.TOTAL_MISMATCH, 2L));
            assertThat(tracker.counters().responses()).isEqualTo(Map.of(ReadStatus.FINAL, 3L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "<html>502</html>", "[1,2", "{\"id\":\"x\",\"usage\":{\"prompt_tokens\":"})
    void givesAMalformedBodyAStatusAndACounterAndThrowsNothing(String body) {
        var context = new TrackContext(Events.ATTRIBUTION, "openai", "chat", "gpt-5.4");
        try (TokenTracker tracker = tracker(Map.of())) {
            tracker.track(context, () -> body.getBytes(UTF_8));

            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).singleElement().satisfies(event -> {
                assertThat(event.usageStatus()).isEqualTo(UsageStatus.MISSING);
                assertThat(event.usageFlags()).contains("malformed");
            });
            assertThat(tracker.counters().responses(ReadStatus.MISSING)).isEqualTo(1);
            assertThat(tracker.counters().flagged(ReadFlag.MALFORMED)).isEqualTo(1);
            assertThat(tracker.counters().dropped()).isEmpty();
        }
    }

    @Test
    void recordsACallOfUnknownUsageWhenItsApiIsNotKnown() {
        try (TokenTracker tracker = tracker(Map.of())) {
            byte[] answer = tracker.track(CONTEXT, () -> new byte[] {1, 2, 3});

            assertThat(answer).containsExactly(1, 2, 3);
            assertThat(tracker.flush(LONG)).isTrue();
            UsageEvent event = sent().get(0);
            assertThat(event.usageStatus()).isEqualTo(UsageStatus.MISSING);
            assertThat(event.usage().isEmpty()).isTrue();
            assertThat(event.call()).isEqualTo(new ModelCall("nobody", "gpt-5.4", null, "nothing", null));
            assertThat(event.latencyMillis()).isNotNull();
            assertThat(tracker.counters().dropped()).isEqualTo(Map.of(DropReason.UNKNOWN_API, 1L));
        }
    }

    @Test
    void returnsTheAnswerThoughItsBodyCannotBeHad() {
        try (TokenTracker tracker = tracker(Map.of())) {
            String answer = tracker.track(CONTEXT, () -> "answer", response -> {
                throw new IllegalStateException("already consumed");
            });

            assertThat(answer).isEqualTo("answer");
            assertThat(tracker.flush(LONG)).isTrue();
            assertThat(sent()).hasSize(1);
            assertThat(tracker.counters().dropped(DropReason.UNREADABLE_RESPONSE))
                    .isEqualTo(1);
        }
    }

    @Test
    void countsAContextThatBreaksARuleAndReturnsTheAnswer() {
        try (TokenTracker tracker = tracker(Map.of())) {
            var context = new TrackContext(Events.ATTRIBUTION, "nobody", "nothing\n", null);

            byte[] answer = tracker.track(context, () -> new byte[0]);

            assertThat(answer).isEmpty();
            assertThat(tracker.counters().dropped(DropReason.INVALID_EVENT)).isEqualTo(1);
        }
    }

    private TokenTracker tracker(Map<String, String> settings) {
        return tracker(settings, null);
    }

    private TokenTracker tracker(Map<String, String> settings, @Nullable AcknowledgementListener listener) {
        return tracker(settings, listener, kafka);
    }

    private TokenTracker trackerWithoutKafka(Map<String, String> settings) {
        return tracker(settings, null, new AwayBrokers());
    }

    private TokenTracker tracker(
            Map<String, String> settings, @Nullable AcknowledgementListener listener, Brokers brokers) {
        var all = new TreeMap<String, String>();
        all.put("journal.directory", temporary.resolve("journal").toString());
        all.put("journal.scan.ms", "100");
        all.putAll(settings);
        InstantSource clock = InstantSource.fixed(Events.TIME);
        return new TokenTracker(TokenTrackerConfig.of(all), listener, clock, EventId.system(), brokers);
    }

    private List<UsageEvent> sent() {
        return kafka.records().stream()
                .map(record -> UsageEventJson.read(record.value()))
                .toList();
    }

    private String idOfFirst() {
        return sent().get(0).eventId();
    }

    private static void removeTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Brokers nobody can reach. */
    private static final class AwayBrokers implements Brokers {
        @Override
        public Producer<byte[], byte[]> connect() {
            throw new KafkaException("no broker can be reached");
        }

        @Override
        public boolean areReachable() {
            return false;
        }
    }
}
