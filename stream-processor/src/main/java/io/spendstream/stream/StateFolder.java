package io.spendstream.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the state on disk before it is opened: whether the last process that worked on it closed it.
 *
 * <p>Where it did not, every store that was open is of no use, because it may hold what was never committed. Kafka
 * Streams finds that out by itself, store by store, each of which it opens twice for it before it makes a new one. A
 * file that is there only while nobody works says so at once. It is no more than a hint: if it should come back from the
 * dead with the power, the stores themselves still tell.
 */
final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final String CLOSED = "closed";
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

    private final Path folder;
    private final Path closed;

    /** Creates a view of the folder that Kafka Streams keeps for {@code applicationId} in {@code stateDirectory}. */
    StateFolder(Path stateDirectory, String applicationId) {
        folder = stateDirectory.resolve(applicationId);
        closed = folder.resolve(CLOSED);
    }

    /** Returns whether a process left state here without closing it. */
    boolean wasLeftOpen() throws IOException {
        if (Files.exists(closed) || !Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(
                    file -> TASK.matcher(file.getFileName().toString()).matches());
        }
    }

    /** Notes that a process works here from now on. Whoever calls this holds the folder's lock. */
    void open() throws IOException {
        Files.deleteIfExists(closed);
    }

    /** Notes that every store was closed. */
    void close() {
        try {
            Files.createFile(closed);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; the next start reads all state from Kafka", closed, e);
        }
    }
}
