package io.spendstream.embedded;

import java.nio.file.Path;

/** The data directory is open already, here or in another process; two servers on one directory would destroy it. */
public final class DataInUseException extends EmbeddedServerException {
    private final Path dataDirectory;

    DataInUseException(Path dataDirectory, String owner) {
        super("data directory %s is in use by process %s; stop it or choose another directory"
                .formatted(dataDirectory, owner));
        this.dataDirectory = dataDirectory;
    }

    /** Returns the directory. */
    public Path dataDirectory() {
        return dataDirectory;
    }
}
