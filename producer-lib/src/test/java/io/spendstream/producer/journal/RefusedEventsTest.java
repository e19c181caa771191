package io.spendstream.producer.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.producer.journal.RefusedEvents.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedEventsTest {
    @TempDir
    private Path directory;

    private final Damage damage = new Damage();

    @Test
    void areFoundInTheJournalsOfAllWritersInTheirOrder() throws IOException {
        refuse("20261122T070000Z-2-00000002", "c");
        refuse("20261121T070000Z-1-00000001", "a", "b");
        Files.createDirectories(directory.resolve("set-aside").resolve("20261123T070000Z-3-00000003"));

        List<Refused> found = RefusedEvents.in(directory, damage);

        assertThat(found).extracting(RefusedEventsTest::keyOf).containsExactly("a", "b", "c");
        assertThat(found)
                .extracting(Refused::writer)
                .containsExactly(
                        "20261121T070000Z-1-00000001", "20261121T070000Z-1-00000001", "20261122T070000Z-2-00000002");
        assertThat(found.get(0).offset()).isEqualTo(SegmentFormat.HEADER_BYTES);
        assertThat(found.get(1).offset()).isEqualTo(found.get(0).record().end().offset());
    }

    @Test
    void thereAreNoneWhereNothingWasRefused() throws IOException {
        assertThat(RefusedEvents.in(directory, damage)).isEmpty();
        assertThatThrownBy(() -> RefusedEvents.in(directory.resolve("other"), damage))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theFirstPartOfOneThatIsBeingWrittenIsNone() throws IOException {
        Path file = refuse("20261121T070000Z-1-00000001", "a");
        byte[] next = new byte[SegmentFormat.recordBytes(key("b"), key("b"))];
        SegmentFormat.write(key("b"), key("b"), next);
        Files.write(file, java.util.Arrays.copyOf(next, next.length - 1), StandardOpenOption.APPEND);

        assertThat(RefusedEvents.in(directory, damage))
                .extracting(RefusedEventsTest::keyOf)
                .containsExactly("a");
    }

    @Test
    void filesOfAnotherVersionAreLeftToThatVersion() throws IOException {
        Path writer = Files.createDirectories(directory.resolve("set-aside").resolve("20261121T070000Z-1-00000001"));
        Files.write(writer.resolve("refused.journal"), SegmentFormat.header(2));

        assertThatThrownBy(() -> RefusedEvents.in(directory, damage)).isInstanceOf(OtherVersionException.class);
    }

    private Path refuse(String writer, String... keys) throws IOException {
        var setAside = new SetAside(directory, writer);
        for (String key : keys) {
            setAside.refuse(new JournalRecord(key(key), key("{}"), Position.START));
        }
        return directory.resolve("set-aside").resolve(writer).resolve("refused.journal");
    }

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    private static String keyOf(Refused refused) {
        return new String(refused.record().key(), UTF_8);
    }
}
