package io.spendstream.producer.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the records and segments of one journal go that cannot be sent, for people to look at. They count against the
 * bound of the journals, and nobody but people deletes them.
 */
final class SetAside {
    static final String DIRECTORY_NAME = "set-aside";
    static final String REFUSED_FILE_NAME = "refused" + SegmentFormat.FILE_SUFFIX;
    private static final String DAMAGED_SUFFIX = ".corrupt";

    private final Path directory;

    /** Creates the place for the journal of {@code writerId} below {@code journalDirectory}; the file system is not touched. */
    SetAside(Path journalDirectory, String writerId) {
        this.directory = journalDirectory.resolve(DIRECTORY_NAME).resolve(writerId);
    }

    /** Appends {@code record} to {@code refused.journal}, which has the format of a segment. */
    void refuse(JournalRecord record) throws IOException {
        Files.createDirectories(directory);
        byte[] frame = new byte[SegmentFormat.recordBytes(record.key(), record.value())];
        SegmentFormat.write(record.key(), record.value(), frame);
        try (var file =
                new RandomAccessFile(directory.resolve(REFUSED_FILE_NAME).toFile(), "rw")) {
            if (file.length() < SegmentFormat.HEADER_BYTES) {
                file.setLength(0);
                file.write(SegmentFormat.header());
            }
            long end = file.length();
            file.seek(end);
            try {
                file.write(frame);
            } catch (IOException e) {
                file.setLength(end);
                throw e;
            }
        }
    }

    /** Sees to it that the damaged {@code segment} is here too, while it stays where it is. */
    void keep(Path segment) throws IOException {
        Files.createDirectories(directory);
        try {
            Files.createLink(keptPath(segment), segment);
        } catch (FileAlreadyExistsException e) {
            // by an earlier reader, which did not get further
        } catch (UnsupportedOperationException e) {
            Files.copy(segment, keptPath(segment), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Moves the damaged {@code segment} here. */
    void move(Path segment) throws IOException {
        Files.createDirectories(directory);
        try {
            Files.move(segment, keptPath(segment), StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            // gone already: there is nothing left to keep
        }
    }

    private Path keptPath(Path segment) {
        String name = segment.getFileName().toString();
        String stem = name.substring(0, name.length() - SegmentFormat.FILE_SUFFIX.length());
        return directory.resolve(stem + DAMAGED_SUFFIX);
    }
}
