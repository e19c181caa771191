package io.spendstream.producer.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journals and checkpoints as they were written once, byte by byte: an agent that is upgraded finds the events of the one
 * before on its disk. Whoever changes the form on purpose keeps these files, lets the new code read them, and adds new
 * ones.
 */
final class JournalOfAnEarlierVersionTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "journal");
    private static final List<String> IDS = List.of("acme:1", "acme:2", "acme:ü", "");

    @TempDir
    private Path temporary;

    @Test
    void aSegmentIsWrittenAsItAlwaysWas() throws IOException {
        assertThat(JournalFixture.segment(IDS.toArray(String[]::new))).isEqualTo(recorded("segment-1"));
    }

    @Test
    void aCheckpointIsWrittenAsItAlwaysWas() throws IOException {
        try (var checkpoint = Checkpoint.open(temporary)) {
            checkpoint.move(new Position(1, 16));
            checkpoint.move(new Position(3, 4711));
        }

        assertThat(Files.readAllBytes(temporary.resolve(Checkpoint.FILE_NAME))).isEqualTo(recorded("checkpoint-1"));
    }

    @Test
    void everyEventOfARecordedJournalIsDelivered() throws IOException {
        var fixture = new JournalFixture(temporary);
        fixture.orphan(recorded("segment-1"));

        assertThat(adopted(fixture)).isEqualTo(IDS);
    }

    @Test
    void aRecordedCheckpointSaysWhatWasDelivered() throws IOException {
        Files.write(temporary.resolve(Checkpoint.FILE_NAME), recorded("checkpoint-1"));

        try (var checkpoint = Checkpoint.open(temporary)) {
            assertThat(checkpoint.position()).isEqualTo(new Position(3, 4711));
        }
    }

    @Test
    void aJournalOfALaterVersionIsLeftAloneAndSaysWhichVersionItIs() throws IOException {
        var fixture = new JournalFixture(temporary);
        Path journal = fixture.orphan(SegmentFormat.header(7));

        assertThatThrownBy(() -> adopted(fixture))
                .isInstanceOf(OtherVersionException.class)
                .hasMessageContaining(journal.toString())
                .hasMessageContaining("version 7")
                .hasMessageContaining("reads version 1");
    }

    private static List<String> adopted(JournalFixture fixture) throws IOException {
        try (OrphanedJournal orphan =
                fixture.directory().adopt(List.of(), new Damage()).orElseThrow()) {
            return JournalFixture.read(orphan.reader());
        }
    }

    /** Returns the bytes of the file {@code name}, which has them in hexadecimal. */
    private static byte[] recorded(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".hex");
        return HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
    }
}
