package io.spendstream.producer.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a journal has a format this version of the library does not know; it is left for one that does. */
public final class OtherVersionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    OtherVersionException(Path directory) {
        super("%s was written by another version of this library; start that version to ship it".formatted(directory));
        this.directory = directory;
    }

    /** Returns the directory of the journal. */
    public Path directory() {
        return directory;
    }
}
