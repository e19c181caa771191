package io.spendstream.producer.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that Kafka refused, of all journals below a directory, for people to look at and to send again. The files are
 * only read; an agent that is at work may go on writing them.
 */
public final class RefusedEvents {
    private RefusedEvents() {}

    /**
     * One of them.
     *
     * @param writer the journal it stood in
     * @param offset where it begins in the file it was set aside to
     * @param record the event as it was recorded
     */
    public record Refused(String writer, long offset, JournalRecord record) {}

    /**
     * Returns them in the order the journals were begun and the events set aside.
     *
     * @param damage is told of bytes that are no events; those at the end may be one that is being written
     * @throws IOException if the directory or a file cannot be read, or another version of this library wrote it
     */
    public static List<Refused> in(Path journalDirectory, DamageListener damage) throws IOException {
        if (!Files.isDirectory(journalDirectory)) {
            throw new NoSuchFileException(journalDirectory.toString(), null, "there is no such folder");
        }
        Path setAside = journalDirectory.resolve(SetAside.DIRECTORY_NAME);
        List<Refused> all = new ArrayList<>();
        if (Files.isDirectory(setAside)) {
            for (Path writer : WriterDirectory.list(setAside).stream().sorted().toList()) {
                Path file = writer.resolve(SetAside.REFUSED_FILE_NAME);
                if (Files.exists(file)) {
                    read(writer.getFileName().toString(), file, damage, all);
                }
            }
        }
        return all;
    }

    private static void read(String writer, Path file, DamageListener damage, List<Refused> all) throws IOException {
        requireReadable(file);
        long end = Files.size(file);
        try (var reader = new SegmentReader(1, file, 0, damage)) {
            for (JournalRecord record = reader.next(end); record != null; record = reader.next(end)) {
                long bytes = SegmentFormat.recordBytes(record.key(), record.value());
                all.add(new Refused(writer, record.end().offset() - bytes, record));
            }
        }
    }

    private static void requireReadable(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] header = content.readNBytes(SegmentFormat.HEADER_BYTES);
            if (SegmentFormat.readHeader(header, header.length) == SegmentFormat.Header.OTHER_VERSION) {
                throw new OtherVersionException(file, SegmentFormat.version(header));
            }
        }
    }
}
