package io.spendstream.producer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDirectoryTest {
    @TempDir
    private Path temporary;

    private JournalFixture journals;

    @BeforeEach
    void createJournals() {
        journals = new JournalFixture(temporary.resolve("journal"));
    }

    @Test
    void leavesTheJournalOfALiveWriterAlone() throws IOException {
        try (Journal journal = journals.begin()) {
            JournalFixture.append(journal, "a");

            assertThat(journals.directory().adopt(List.of(), new Damage())).isEmpty();
            assertThat(journals.directory().adopt(List.of(), new Damage())).isEmpty();

            JournalFixture.append(journal, "b");
        }
    }

    @Test
    void adoptsWhatAClosedWriterLeft() throws IOException {
        try (Journal journal = journals.begin()) {
            JournalFixture.append(journal, "a");
        }

        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            assertThat(JournalFixture.read(orphan.reader())).containsExactly("a");
            assertThat(journals.directory().adopt(List.of(), new Damage())).isEmpty();
        }
    }

    @Test
    void ofManyWhoWantAJournalOneGetsIt() throws Exception {
        int orphans = 20;
        for (int i = 0; i < orphans; i++) {
            journals.orphan(JournalFixture.segment("orphan-" + i));
        }
        var adopted = new ConcurrentLinkedQueue<OrphanedJournal>();
        var begin = new CountDownLatch(1);
        List<CompletableFuture<Void>> adopters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            adopters.add(CompletableFuture.runAsync(() -> adoptAll(begin, adopted)));
        }
        begin.countDown();
        CompletableFuture.allOf(adopters.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);

        assertThat(adopted)
                .extracting(OrphanedJournal::path)
                .doesNotHaveDuplicates()
                .hasSize(orphans);
        for (OrphanedJournal orphan : adopted) {
            orphan.close();
        }
    }

    private void adoptAll(CountDownLatch begin, Collection<OrphanedJournal> adopted) {
        try {
            begin.await();
            var own = new JournalDirectory(journals.path(), InstantSource.system());
            for (var orphan = own.adopt(List.of(), new Damage());
                    orphan.isPresent();
                    orphan = own.adopt(List.of(), new Damage())) {
                adopted.add(orphan.get());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void goesOnWhereAnAdopterStopped() throws IOException {
        journals.orphan(List.of(JournalFixture.segment("a", "b"), JournalFixture.segment("c", "d")));
        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            orphan.reader().next();
            orphan.reader().next();
            JournalRecord third = JournalFixture.next(orphan.reader());
            orphan.reader().acknowledge(third.end());
        }

        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            assertThat(JournalFixture.read(orphan.reader())).containsExactly("d");
        }
    }

    @Test
    void finishesARemovalThatWasCutShort() throws IOException {
        Path halfRemoved = journals.orphan(List.of());
        Path empty = Files.createDirectory(journals.path().resolve("20260101T000000Z-1-00000000"));

        OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow();
        assertThat(orphan.path()).isEqualTo(halfRemoved);
        assertThat(orphan.reader().next()).isNull();
        orphan.delete();
        orphan.close();

        assertThat(halfRemoved).doesNotExist();
        assertThat(empty).doesNotExist();
    }

    @Test
    void leavesAJournalOfAnotherVersionToThatVersion() throws IOException {
        Path newer = journals.orphan(SegmentFormat.header(2));

        assertThatThrownBy(() -> journals.directory().adopt(List.of(), new Damage()))
                .isInstanceOf(OtherVersionException.class)
                .hasMessageContaining(newer.toString());
        assertThat(journals.directory().adopt(List.of(newer), new Damage())).isEmpty();
        assertThat(newer).exists();
    }

    @Test
    void setsARefusedRecordAsideInTheFormatOfASegment() throws IOException {
        Path path = journals.orphan(JournalFixture.segment("a", "b"));

        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            for (int i = 0; i < 2; i++) {
                JournalRecord record = JournalFixture.next(orphan.reader());
                orphan.reader().refuse(record);
            }
        }

        Path refused =
                journals.path().resolve("set-aside").resolve(path.getFileName()).resolve("refused.journal");
        assertThat(Files.readAllBytes(refused)).isEqualTo(JournalFixture.segment("a", "b"));
    }

    @Test
    void keepsTheSegmentOfARefusedRecordThatCouldNotBeCopied() throws IOException {
        Path path = journals.orphan(JournalFixture.segment("a"));
        Path setAside = Files.createDirectory(journals.path().resolve("set-aside"));
        Path blocked = Files.createFile(setAside.resolve(path.getFileName()));

        OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow();
        JournalRecord record = JournalFixture.next(orphan.reader());
        orphan.reader().refuse(record);
        orphan.reader().acknowledge(record.end());
        Files.delete(blocked);
        orphan.delete();
        orphan.close();

        assertThat(setAside.resolve(path.getFileName()).resolve("0000000000000001.corrupt"))
                .exists();
    }
}
