package io.spendstream.producer.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a journal has a format this version of the library does not know; it is left for one that does. */
public final class OtherVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    OtherVersionException(Path directory, int version) {
        super(
                "%s is a journal of version %d, and this library reads version %d; start the library that wrote it to ship it"
                        .formatted(directory, version, SegmentFormat.VERSION));
        this.directory = directory;
    }

    /** Returns the directory of the journal. */
    public Path directory() {
        return directory;
    }
}
