package io.spendstream.producer.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The segments found in a directory. */
final class SegmentFiles {
    private static final Pattern NAME = Pattern.compile("(\\d{16})\\" + SegmentFormat.FILE_SUFFIX);

    private SegmentFiles() {}

    /** Returns the size of each segment in {@code directory}, by number. */
    static NavigableMap<Long, Long> ends(Path directory) throws IOException {
        var ends = new TreeMap<Long, Long>();
        for (Path file : WriterDirectory.list(directory)) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                ends.put(Long.parseLong(name.group(1)), Files.size(file));
            }
        }
        return ends;
    }

    /** Returns the version of a segment in {@code directory} that is not of this version, or empty if all are. */
    static OptionalInt otherVersion(Path directory) throws IOException {
        for (long number : ends(directory).keySet()) {
            try (InputStream file = Files.newInputStream(directory.resolve(SegmentFormat.fileName(number)))) {
                byte[] header = file.readNBytes(SegmentFormat.HEADER_BYTES);
                if (SegmentFormat.readHeader(header, header.length) == SegmentFormat.Header.OTHER_VERSION) {
                    return OptionalInt.of(SegmentFormat.version(header));
                }
            }
        }
        return OptionalInt.empty();
    }
}
