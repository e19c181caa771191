package io.spendstream.producer.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts and corrupts a journal at every byte. */
class DamagedJournalTest {
    private static final String[] IDS = {"openai:chatcmpl-1", "b", "anthropic:msg_ü", "d#1", "e"};

    @TempDir
    private Path temporary;

    @Test
    void deliversAllWholeRecordsOfASegmentCutAtAnyByte() throws IOException {
        byte[] whole = JournalFixture.segment(IDS);
        List<Integer> ends = ends();
        for (int length = 0; length <= whole.length; length++) {
            var damage = new Damage();

            List<String> read = readOrphan(List.of(Arrays.copyOf(whole, length)), damage);

            int cut = length;
            int records = (int) ends.stream().filter(end -> end <= cut).count();
            assertThat(read).as("cut at %d", length).containsExactly(Arrays.copyOf(IDS, records));
            boolean isBetweenRecords = length == 0 || length == SegmentFormat.HEADER_BYTES || ends.contains(length);
            assertThat(damage.cutOffs).as("cut at %d", length).hasSize(isBetweenRecords ? 0 : 1);
            assertThat(damage.damages).as("cut at %d", length).isEmpty();
        }
    }

    /**
     * What a file system may show after the power failed: the file has grown, and what was not forced to the disk is
     * zeroes or whatever was there before.
     */
    @Test
    void deliversWhatWasForcedToTheDiskWhateverStandsBehindIt() throws IOException {
        byte[] whole = JournalFixture.segment(IDS);
        byte[] stale = JournalFixture.segment("stale-1", "stale-2", "stale-3", "stale-4", "stale-5", "stale-6");
        for (int records = 0; records < IDS.length; records++) {
            int forced = records == 0 ? SegmentFormat.HEADER_BYTES : ends().get(records - 1);
            int next = ends().get(records);
            for (int torn = forced; torn < next; torn++) {
                byte[] zeroes = whole.clone();
                Arrays.fill(zeroes, torn, zeroes.length, (byte) 0);
                byte[] noise = whole.clone();
                // from the middle of a record of another journal on, so that no whole one is among it
                System.arraycopy(stale, 20, noise, torn, Math.min(8, noise.length - torn));
                Arrays.fill(noise, Math.min(torn + 8, noise.length), noise.length, (byte) 0x5a);
                for (byte[] tail : List.of(zeroes, noise)) {
                    List<String> read = readOrphan(List.of(tail), new Damage());

                    assertThat(read)
                            .as("forced up to %d, torn at %d", forced, torn)
                            .containsExactly(Arrays.copyOf(IDS, records));
                }
            }
        }
    }

    @Test
    void losesNoRecordButTheOneWithTheFlippedByte() throws IOException {
        byte[] whole = JournalFixture.segment(IDS);
        List<Integer> ends = ends();
        for (int at = 0; at < whole.length; at++) {
            for (int mask : new int[] {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff}) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) mask;
                var damage = new Damage();

                List<String> read = readOrphan(List.of(flipped), damage);

                assertThat(read).as("byte %d flipped by %02x", at, mask).containsExactlyElementsOf(without(at, ends));
                assertThat(damage.damages.size() + damage.cutOffs.size())
                        .as("byte %d flipped by %02x", at, mask)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void readsTheNextSegmentBehindADamagedOne() throws IOException {
        byte[] first = JournalFixture.segment("a", "b");
        for (int length = 0; length < first.length; length++) {
            var damage = new Damage();

            List<String> read = readOrphan(List.of(Arrays.copyOf(first, length), JournalFixture.segment("c")), damage);

            assertThat(read).as("cut at %d", length).endsWith("c").isSubsetOf("a", "b", "c");
        }
    }

    @Test
    void findsTheNextRecordBehindZeroesAndNoise() throws IOException {
        byte[] whole = JournalFixture.segment(IDS);
        List<Integer> ends = ends();
        Arrays.fill(whole, ends.get(0) - 3, ends.get(1) + 5, (byte) 0);
        var damage = new Damage();

        List<String> read = readOrphan(List.of(whole), damage);

        assertThat(read).containsExactly(IDS[3], IDS[4]);
        assertThat(damage.damages).containsExactly((long) ends.get(2) - SegmentFormat.HEADER_BYTES);
    }

    @Test
    void keepsADamagedSegmentAsideAndDeletesACutOne() throws IOException {
        var journals = new JournalFixture(temporary.resolve("aside"));
        byte[] damaged = JournalFixture.segment("a", "b");
        damaged[SegmentFormat.HEADER_BYTES + 20] ^= 1;
        byte[] cut = Arrays.copyOf(JournalFixture.segment("c", "d"), damaged.length - 1);
        Path orphanPath = journals.orphan(List.of(damaged, cut));
        var damage = new Damage();

        OrphanedJournal orphan = journals.directory().adopt(List.of(), damage).orElseThrow();
        assertThat(JournalFixture.read(orphan.reader())).containsExactly("b", "c");
        orphan.reader().acknowledge(orphan.reader().end());
        orphan.delete();
        orphan.close();

        assertThat(damage.damages).hasSize(1);
        assertThat(damage.cutOffs).hasSize(1);
        assertThat(orphanPath).doesNotExist();
        Path kept = journals.path().resolve("set-aside").resolve(orphanPath.getFileName());
        assertThat(kept).isDirectoryContaining("glob:**/0000000000000001.corrupt");
        assertThat(Files.readAllBytes(kept.resolve("0000000000000001.corrupt"))).isEqualTo(damaged);
        assertThat(WriterDirectory.list(kept)).hasSize(1);
    }

    @Test
    void keepsADamagedSegmentAsideThoughItsReaderDiedWhenItHadPassedTheDamage() throws IOException {
        var journals = new JournalFixture(temporary.resolve("died"));
        byte[] damaged = JournalFixture.segment("a", "b", "c");
        damaged[SegmentFormat.HEADER_BYTES + 20] ^= 1;
        Path orphanPath = journals.orphan(damaged);
        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            JournalRecord second = JournalFixture.next(orphan.reader());
            orphan.reader().acknowledge(second.end());
        }

        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            assertThat(JournalFixture.read(orphan.reader())).containsExactly("c");
            orphan.reader().acknowledge(orphan.reader().end());
            orphan.delete();
        }

        Path kept = journals.path().resolve("set-aside").resolve(orphanPath.getFileName());
        assertThat(Files.readAllBytes(kept.resolve("0000000000000001.corrupt"))).isEqualTo(damaged);
    }

    @Test
    void neverSkipsARecordForADamagedCheckpoint() throws IOException {
        byte[] checkpoint = checkpointAfter(3);
        for (int at = 0; at < checkpoint.length; at++) {
            byte[] flipped = checkpoint.clone();
            flipped[at] ^= 0x55;

            assertThat(readFrom(flipped))
                    .as("byte %d flipped", at)
                    .endsWith("d#1", "e")
                    .isSubsetOf(IDS);
            assertThat(readFrom(Arrays.copyOf(checkpoint, at)))
                    .as("cut at %d", at)
                    .endsWith("d#1", "e")
                    .isSubsetOf(IDS);
        }
        assertThat(readFrom(checkpoint)).containsExactly("d#1", "e");
        assertThat(readFrom(new byte[checkpoint.length])).containsExactly(IDS);
    }

    private byte[] checkpointAfter(int records) throws IOException {
        var journals = new JournalFixture(temporary.resolve("checkpoint"));
        Path path = journals.orphan(JournalFixture.segment(IDS));
        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            for (int i = 0; i < records; i++) {
                JournalRecord record = JournalFixture.next(orphan.reader());
                orphan.reader().acknowledge(record.end());
            }
        }
        return Files.readAllBytes(path.resolve(Checkpoint.FILE_NAME));
    }

    private List<String> readFrom(byte[] checkpoint) throws IOException {
        var journals = new JournalFixture(Files.createTempDirectory(temporary, "c"));
        Path path = journals.orphan(JournalFixture.segment(IDS));
        Files.write(path.resolve(Checkpoint.FILE_NAME), checkpoint);
        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            return JournalFixture.read(orphan.reader());
        }
    }

    private List<String> readOrphan(List<byte[]> segments, Damage damage) throws IOException {
        var journals = new JournalFixture(temporary.resolve("journal"));
        journals.orphan(segments);
        try (OrphanedJournal orphan =
                journals.directory().adopt(List.of(), damage).orElseThrow()) {
            List<String> ids = JournalFixture.read(orphan.reader());
            orphan.reader().acknowledge(orphan.reader().position());
            orphan.delete();
            return ids;
        }
    }

    /** Returns where each record of the segment of {@link #IDS} ends. */
    private static List<Integer> ends() {
        List<Integer> ends = new ArrayList<>();
        for (int i = 1; i <= IDS.length; i++) {
            ends.add(JournalFixture.segment(Arrays.copyOf(IDS, i)).length);
        }
        return ends;
    }

    private static List<String> without(int at, List<Integer> ends) {
        List<String> ids = new ArrayList<>();
        int start = SegmentFormat.HEADER_BYTES;
        for (int i = 0; i < IDS.length; i++) {
            if (at < start || at >= ends.get(i)) {
                ids.add(IDS[i]);
            }
            start = ends.get(i);
        }
        return ids;
    }
}
