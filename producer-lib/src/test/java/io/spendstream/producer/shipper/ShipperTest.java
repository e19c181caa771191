package io.spendstream.producer.shipper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.contract.Topic;
import io.spendstream.producer.journal.AppendOutcome;
import io.spendstream.producer.journal.Durability;
import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.JournalLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShipperTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final JournalLimits LIMITS = new JournalLimits(JournalLimits.SEGMENT_BYTES_MIN, 1 << 30, 1 << 16);

    @TempDir
    private Path temporary;

    private final RecordingListener listener = new RecordingListener();
    private final List<Shipper> shippers = new ArrayList<>();
    private JournalDirectory directory;
    private Journal journal;

    ShipperTest() {
        directory = new JournalDirectory(Path.of("unused"), InstantSource.system());
    }

    @BeforeEach
    void beginJournal() throws IOException {
        directory = new JournalDirectory(temporary.resolve("journal"), InstantSource.system());
        journal = newJournal();
    }

    @AfterEach
    void closeShippers() {
        shippers.forEach(Shipper::close);
    }

    @Test
    void sendsRecordsToTheUsageTopicByteForByte() throws Exception {
        FakeKafka kafka = FakeKafka.answeringAtOnce();
        Shipper shipper = start(journal, kafka);

        append("a");

        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        ProducerRecord<byte[], byte[]> sent = kafka.last().history().get(0);
        assertThat(sent.topic()).isEqualTo(Topic.USAGE.topicName());
        assertThat(sent.key()).isEqualTo("a".getBytes(UTF_8));
        assertThat(sent.value()).isEqualTo("value of a".getBytes(UTF_8));
        assertThat(listener.acknowledged).containsExactly("a");
    }

    @Test
    void countsARecordAsAcknowledgedOnlyWhenAllBeforeItAre() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper shipper = start(journal, kafka);
        append("a");
        var afterFirst = journal.end();
        append("b");
        await().atMost(LONG).until(() -> kafka.sent().size() == 2);

        assertThat(shipper.awaitAcknowledged(afterFirst, Duration.ofMillis(50))).isFalse();
        kafka.last().completeNext();

        assertThat(shipper.awaitAcknowledged(afterFirst, LONG)).isTrue();
        assertThat(shipper.awaitAcknowledged(journal.end(), Duration.ofMillis(50)))
                .isFalse();
        kafka.last().completeNext();
        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
    }

    @Test
    void sendsAgainWhatTimedOut() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper shipper = start(journal, kafka);
        append("a");
        append("b");
        await().atMost(LONG).until(() -> kafka.sent().size() == 2);

        kafka.last().errorNext(new TimeoutException("expired"));
        kafka.last().completeNext();
        await().atMost(LONG).until(() -> kafka.sent().size() == 3);
        kafka.last().completeNext();

        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(kafka.sent()).containsExactly("a", "b", "a");
        assertThat(kafka.producers()).isEqualTo(1);
    }

    @Test
    void sendsAllThatIsOpenInOrderWithANewProducerWhenOneHasFailedForGood() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper shipper = start(journal, kafka);
        append("a");
        append("b");
        append("c");
        await().atMost(LONG).until(() -> kafka.sent().size() == 3);

        kafka.last().completeNext();
        kafka.last().errorNext(new KafkaException("fenced"));
        await().atMost(LONG).until(() -> kafka.producers() == 2 && kafka.sent().size() == 5);
        kafka.last().completeNext();
        kafka.last().completeNext();

        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(kafka.sent()).containsExactly("a", "b", "c", "b", "c");
        assertThat(listener.acknowledged).containsExactly("a", "b", "c");
    }

    @Test
    void triesAgainWhenAProducerCannotBeMade() throws Exception {
        FakeKafka kafka = FakeKafka.answeringAtOnce();
        kafka.refuseProducer(new KafkaException("no resolvable bootstrap urls"));
        kafka.refuseProducer(new IllegalStateException("no matter what"));
        Shipper shipper = start(journal, kafka);

        append("a");
        append("b");

        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(kafka.sent()).containsExactly("a", "b");
    }

    @Test
    void triesAgainWhenSendThrows() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper shipper = start(journal, kafka);
        append("a");
        await().atMost(LONG).until(() -> kafka.sent().size() == 1);
        kafka.last().completeNext();

        kafka.last().sendException = new IllegalStateException("closed");
        append("b");
        await().atMost(LONG).until(() -> kafka.producers() == 2 && kafka.sent().size() == 2);
        kafka.last().completeNext();

        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(kafka.sent()).containsExactly("a", "b");
    }

    @Test
    void setsAsideWhatKafkaWillNeverTakeAndGoesOn() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper shipper = start(journal, kafka);
        append("a");
        append("b");
        await().atMost(LONG).until(() -> kafka.sent().size() == 2);

        kafka.last().errorNext(new RecordTooLargeException("too large"));
        kafka.last().completeNext();

        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(listener.refused).containsExactly("a: RecordTooLargeException");
        assertThat(listener.acknowledged).containsExactly("b");
        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files).anyMatch(path -> path.endsWith("refused.journal"));
        }
    }

    @Test
    void sendsWhatDeadProcessesLeftAndRemovesIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Journal left = newJournal()) {
                append(left, "left-" + i);
            }
        }
        FakeKafka kafka = FakeKafka.answeringAtOnce();

        Shipper shipper = start(journal, kafka);
        append("own");

        await().atMost(LONG).until(() -> listener.adopted.size() == 3);
        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(listener.adopted).containsExactlyInAnyOrder("left-0", "left-1", "left-2");
        assertThat(listener.acknowledged).containsExactly("own");
        await().atMost(LONG).until(() -> writerDirectories().equals(List.of(journal.path())));
    }

    @Test
    void adoptsWhatIsLeftLater() throws Exception {
        Journal other = newJournal();
        append(other, "late");
        FakeKafka kafka = FakeKafka.answeringAtOnce();
        start(journal, kafka);
        append("own");
        await().atMost(LONG).until(() -> listener.acknowledged.size() == 1);
        assertThat(listener.adopted).isEmpty();

        other.close();

        await().atMost(LONG).until(() -> listener.adopted.equals(List.of("late")));
    }

    @Test
    void leavesInTheJournalWhatIsNotAcknowledgedAndSendsItNextTime() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper first = start(journal, kafka);
        append("a");
        append("b");
        append("c");
        await().atMost(LONG).until(() -> kafka.sent().size() == 3);
        kafka.last().completeNext();
        await().atMost(LONG).until(() -> listener.acknowledged.size() == 1);
        first.close();

        FakeKafka later = FakeKafka.answeringAtOnce();
        start(newJournal(), later);

        await().atMost(LONG).until(() -> listener.adopted.size() == 2);
        assertThat(later.sent()).containsExactly("b", "c");
        await().atMost(LONG).until(() -> writerDirectories().size() == 1);
    }

    @Test
    void leavesNothingBehindWhenAllIsAcknowledged() throws Exception {
        Shipper shipper = start(journal, FakeKafka.answeringAtOnce());
        append("a");
        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();

        shipper.close();

        assertThat(writerDirectories()).isEmpty();
        assertThat(journal.append(new byte[1], new byte[1])).isEqualTo(AppendOutcome.CLOSED);
    }

    @Test
    void boundsWhatIsInFlight() throws Exception {
        FakeKafka kafka = FakeKafka.answeringWhenTold();
        Shipper shipper = start(journal, kafka);
        for (int i = 0; i < 25_000; i++) {
            append("id-" + i);
        }

        await().atMost(LONG).until(() -> kafka.sent().size() == 10_000);
        shipper.wake();
        assertThat(kafka.sent()).hasSize(10_000);

        await().atMost(LONG).until(() -> {
            kafka.completeAll();
            return listener.acknowledged.size() == 25_000;
        });
        assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        assertThat(kafka.sent()).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhenItsThreadIsInterrupted() throws Exception {
        FakeKafka kafka = FakeKafka.answeringAtOnce();
        Shipper shipper = start(journal, kafka);

        for (int i = 0; i < 20; i++) {
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("spendstream-shipper"))
                    .forEach(Thread::interrupt);
            append("id-" + i);
            assertThat(shipper.awaitAcknowledged(journal.end(), LONG)).isTrue();
        }

        assertThat(listener.acknowledged).hasSize(20);
    }

    private Journal newJournal() throws IOException {
        return Journal.begin(directory.create(), LIMITS, Durability.PROCESS);
    }

    private Shipper start(Journal own, FakeKafka kafka) throws IOException {
        Shipper shipper = Shipper.of(own, directory, kafka, listener, Duration.ofMillis(100));
        shippers.add(shipper);
        shipper.start();
        return shipper;
    }

    private void append(String id) {
        append(journal, id);
        shippers.forEach(Shipper::wake);
    }

    private static void append(Journal to, String id) {
        assertThat(to.append(id.getBytes(UTF_8), ("value of " + id).getBytes(UTF_8)))
                .isEqualTo(AppendOutcome.APPENDED);
    }

    private List<Path> writerDirectories() throws IOException {
        try (Stream<Path> entries = Files.list(temporary.resolve("journal"))) {
            return entries.filter(path -> !path.endsWith("set-aside")).sorted().toList();
        }
    }
}
