package io.spendstream.producer.journal;

import static io.spendstream.producer.journal.JournalFixture.append;
import static io.spendstream.producer.journal.JournalFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path temporary;

    private JournalFixture journals;

    @BeforeEach
    void createJournals() {
        journals = new JournalFixture(temporary.resolve("journal"));
    }

    @Test
    void readsWhatWasAppendedInOrderWhileItIsAppended() throws IOException {
        try (Journal journal = journals.begin();
                JournalReader reader = journal.reader(new Damage())) {
            append(journal, "a");
            append(journal, "b");
            assertThat(read(reader)).containsExactly("a", "b");
            assertThat(reader.next()).isNull();

            append(journal, "c");

            assertThat(read(reader)).containsExactly("c");
            assertThat(reader.position()).isEqualTo(journal.end());
        }
    }

    @Test
    void beginsANewSegmentWhenOneIsFullAndDeletesTheAcknowledgedOnes() throws IOException {
        var damage = new Damage();
        try (Journal journal = journals.begin();
                JournalReader reader = journal.reader(damage)) {
            List<String> ids = appendBytes(journal, 3 * JournalLimits.SEGMENT_BYTES_MIN);
            assertThat(journal.end().segment()).isEqualTo(4);

            assertThat(read(reader)).isEqualTo(ids);
            reader.acknowledge(reader.position());

            assertThat(segmentFiles()).containsExactly("0000000000000004.journal");
            assertThat(journal.bytes()).isEqualTo(journal.end().offset());
            assertThat(damage.damages).isEmpty();
            assertThat(damage.cutOffs).isEmpty();
        }
    }

    @Test
    void refusesWhatDoesNotFitUntilSomethingIsAcknowledged() throws IOException {
        var limits = new JournalLimits(JournalLimits.SEGMENT_BYTES_MIN, 2 * JournalLimits.SEGMENT_BYTES_MIN, 1 << 16);
        try (Journal journal = journals.begin(limits, Durability.PROCESS);
                JournalReader reader = journal.reader(new Damage())) {
            List<String> ids = new ArrayList<>();
            AppendOutcome outcome = AppendOutcome.APPENDED;
            while (outcome == AppendOutcome.APPENDED) {
                String id = "id-" + ids.size() + "x".repeat(1000);
                outcome = journal.append(JournalFixture.key(id), JournalFixture.value(id));
                ids.add(id);
            }
            assertThat(outcome).isEqualTo(AppendOutcome.JOURNAL_FULL);
            assertThat(journal.bytes()).isLessThanOrEqualTo(limits.journalBytesMax());
            assertThat(read(reader)).isEqualTo(ids.subList(0, ids.size() - 1));

            reader.acknowledge(reader.position());

            append(journal, "again");
            assertThat(read(reader)).containsExactly("again");
        }
    }

    @Test
    void countsTheOtherJournalsOfTheHostAgainstTheBound() throws IOException {
        journals.orphan(new byte[5000]);
        try (Journal journal = journals.begin()) {
            long elsewhere = journals.directory().bytesWithout(writerPath(journal));
            assertThat(elsewhere).isEqualTo(5000);

            journal.setElsewhereBytes(JournalFixture.LIMITS.journalBytesMax() - 50);

            assertThat(journal.append(JournalFixture.key("a"), JournalFixture.value("a")))
                    .isEqualTo(AppendOutcome.JOURNAL_FULL);
        }
    }

    @Test
    void refusesARecordThatIsTooLarge() throws IOException {
        try (Journal journal = journals.begin();
                JournalReader reader = journal.reader(new Damage())) {
            byte[] key = JournalFixture.key("a");

            assertThat(journal.append(key, new byte[(1 << 16) - 1])).isEqualTo(AppendOutcome.APPENDED);
            assertThat(journal.append(key, new byte[1 << 16])).isEqualTo(AppendOutcome.RECORD_TOO_LARGE);

            JournalRecord record = JournalFixture.next(reader);
            assertThat(record.value()).hasSize((1 << 16) - 1);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void appendsFromAnInterruptedThreadAndLeavesTheFlag() throws IOException {
        for (Durability durability : Durability.values()) {
            try (Journal journal = journals.begin(JournalFixture.LIMITS, durability);
                    JournalReader reader = journal.reader(new Damage())) {
                Thread.currentThread().interrupt();

                List<String> ids = appendBytes(journal, JournalLimits.SEGMENT_BYTES_MIN + 1);

                assertThat(Thread.interrupted()).isTrue();
                assertThat(read(reader)).isEqualTo(ids);
            }
        }
    }

    @Test
    void keepsEveryRecordOfManyThreads() throws Exception {
        for (Durability durability : Durability.values()) {
            try (Journal journal = journals.begin(JournalFixture.LIMITS, durability);
                    JournalReader reader = journal.reader(new Damage())) {
                Set<String> appended = Collections.synchronizedSet(new TreeSet<>());
                List<Thread> threads = new ArrayList<>();
                for (int t = 0; t < 4; t++) {
                    int number = t;
                    threads.add(new Thread(() -> appendMany(journal, "t" + number, 300, appended)));
                }
                threads.forEach(Thread::start);
                Set<String> read = new TreeSet<>();
                while (read.size() < 1200) {
                    read.addAll(read(reader));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(read).isEqualTo(appended);
            }
        }
    }

    @Test
    void refusesAppendsAfterItWasStopped() throws IOException {
        try (Journal journal = journals.begin()) {
            journal.stop();

            assertThat(journal.append(JournalFixture.key("a"), JournalFixture.value("a")))
                    .isEqualTo(AppendOutcome.CLOSED);
        }
    }

    @Test
    void saysSoAndGoesOnWhenSomebodyRemovedASegment() throws IOException {
        var damage = new Damage();
        try (Journal journal = journals.begin();
                JournalReader reader = journal.reader(damage)) {
            append(journal, "a");
            Files.delete(writerPath(journal).resolve(SegmentFormat.fileName(1)));

            assertThat(read(reader)).isEmpty();
            append(journal, "b");

            assertThat(read(reader)).containsExactly("b");
            assertThat(damage.damages).hasSize(1);
        }
    }

    private static void appendMany(Journal journal, String prefix, int count, Set<String> appended) {
        for (int i = 0; i < count; i++) {
            String id = prefix + "-" + i + "-" + "y".repeat(500);
            append(journal, id);
            appended.add(id);
        }
    }

    private static List<String> appendBytes(Journal journal, long bytes) {
        List<String> ids = new ArrayList<>();
        long start = journal.bytes();
        while (journal.bytes() - start <= bytes) {
            String id = "id-" + ids.size() + "-" + "x".repeat(700);
            append(journal, id);
            ids.add(id);
        }
        return ids;
    }

    private Path writerPath(Journal journal) throws IOException {
        return WriterDirectory.list(journals.path()).stream()
                .filter(path -> isHeld(path) && journal.bytes() >= 0)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static boolean isHeld(Path path) {
        try {
            return System.getProperty("io.spendstream.producer.journal.lock:" + path.toRealPath()) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> segmentFiles() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path writer : WriterDirectory.list(journals.path())) {
            for (Path file : WriterDirectory.list(writer)) {
                if (file.toString().endsWith(SegmentFormat.FILE_SUFFIX)) {
                    names.add(file.getFileName().toString());
                }
            }
        }
        return names;
    }
}
