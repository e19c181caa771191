package io.spendstream.producer.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lock on a writer's directory. The operating system gives it up when its owner dies, however it dies.
 *
 * <p>A file lock is between processes, and closing any channel of a locked file gives up the lock of the whole process.
 * So within the process no second channel may be opened on it: a system property says which are held, because class
 * loaders, of which there may be several with this library in them, share nothing else.
 */
final class DirectoryLock implements Closeable {
    private static final String FILE_NAME = "lock";
    private static final String PROPERTY_PREFIX = "io.spendstream.producer.journal.lock:";

    private final String property;
    private final FileChannel channel;

    private DirectoryLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /** Locks the new {@code directory}; empty if somebody who takes it for an orphan was faster. */
    static Optional<DirectoryLock> create(Path directory) throws IOException {
        return lock(directory, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /** Locks {@code directory} if its owner is dead. */
    static Optional<DirectoryLock> adopt(Path directory) throws IOException {
        return lock(directory, StandardOpenOption.WRITE);
    }

    private static Optional<DirectoryLock> lock(Path directory, OpenOption... options) throws IOException {
        Path path = pathIn(directory);
        String property;
        try {
            property = PROPERTY_PREFIX + directory.toRealPath();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (System.getProperties().putIfAbsent(property, "held") != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean isHeld = false;
        try {
            channel = FileChannel.open(path, options);
            FileLock lock = channel.tryLock();
            // whoever had the lock until now may have removed the directory
            isHeld = lock != null && Files.exists(path);
            return isHeld ? Optional.of(new DirectoryLock(property, channel)) : Optional.empty();
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!isHeld) {
                closeQuietly(channel);
                System.clearProperty(property);
            }
        }
    }

    static Path pathIn(Path directory) {
        return directory.resolve(FILE_NAME);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was written, nothing is lost
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.clearProperty(property);
        }
    }
}
