package io.spendstream.producer.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Journals to test with: every event is its key and a value made from it. */
final class JournalFixture {
    static final JournalLimits LIMITS = new JournalLimits(JournalLimits.SEGMENT_BYTES_MIN, 1L << 30, 1 << 16);

    private final JournalDirectory directory;
    private final Path path;

    JournalFixture(Path path) {
        this.path = path;
        this.directory = new JournalDirectory(path, InstantSource.system());
    }

    JournalDirectory directory() {
        return directory;
    }

    Path path() {
        return path;
    }

    Journal begin() throws IOException {
        return begin(LIMITS, Durability.PROCESS);
    }

    Journal begin(JournalLimits limits, Durability durability) throws IOException {
        return Journal.begin(directory.create(), limits, durability);
    }

    static byte[] key(String id) {
        return id.getBytes(UTF_8);
    }

    static byte[] value(String id) {
        return "{\"event_id\":\"%s\",\"ä\":1}".formatted(id).getBytes(UTF_8);
    }

    static void append(Journal journal, String id) {
        assertThat(journal.append(key(id), value(id))).isEqualTo(AppendOutcome.APPENDED);
    }

    static JournalRecord next(JournalReader reader) throws IOException {
        return requireNonNull(reader.next(), "there is no further record");
    }

    /** Reads what is there, checking that each value belongs to its key. */
    static List<String> read(JournalReader reader) throws IOException {
        List<String> ids = new ArrayList<>();
        for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
            String id = new String(record.key(), UTF_8);
            assertThat(record.value()).isEqualTo(value(id));
            ids.add(id);
        }
        return ids;
    }

    /** Writes {@code bytes} as the one segment of a dead process. */
    Path orphan(byte[] bytes) throws IOException {
        return orphan(List.of(bytes));
    }

    Path orphan(List<byte[]> segments) throws IOException {
        try (WriterDirectory writer = directory.create()) {
            for (int i = 0; i < segments.size(); i++) {
                Files.write(writer.path().resolve(SegmentFormat.fileName(i + 1)), segments.get(i));
            }
            return writer.path();
        }
    }

    static byte[] segment(String... ids) {
        byte[] segment = SegmentFormat.header();
        for (String id : ids) {
            byte[] frame = new byte[SegmentFormat.recordBytes(key(id), value(id))];
            SegmentFormat.write(key(id), value(id), frame);
            int end = segment.length;
            segment = Arrays.copyOf(segment, end + frame.length);
            System.arraycopy(frame, 0, segment, end, frame.length);
        }
        return segment;
    }
}
