package io.spendstream.producer.journal;

import io.spendstream.contract.failpoint.FailPoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The directory of one writer, which is ours until it is closed. */
public final class WriterDirectory implements Closeable {
    private final Path path;
    private final SetAside setAside;
    private final DirectoryLock lock;

    WriterDirectory(Path path, SetAside setAside, DirectoryLock lock) {
        this.path = path;
        this.setAside = setAside;
        this.lock = lock;
    }

    /** Returns the path. */
    public Path path() {
        return path;
    }

    SetAside setAside() {
        return setAside;
    }

    /** Makes the names of the files, and of the directory itself, durable. */
    void sync() throws IOException {
        // a channel closes itself under an interrupted thread
        boolean wasInterrupted = Thread.interrupted();
        try {
            sync(path);
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                sync(parent);
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes the directory with all that is in it, the lock last, so that half a removal is found and finished. */
    public void delete() throws IOException {
        FailPoint.AGENT_BEFORE_JOURNAL_DELETE.hit();
        Path lockPath = DirectoryLock.pathIn(path);
        for (Path file : list(path)) {
            if (!file.equals(lockPath)) {
                Files.deleteIfExists(file);
            }
        }
        FailPoint.AGENT_BEFORE_LOCK_DELETE.hit();
        Files.deleteIfExists(lockPath);
        FailPoint.AGENT_AFTER_LOCK_DELETE.hit();
        Files.deleteIfExists(path);
    }

    static List<Path> list(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(paths::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return paths;
    }

    /** Gives the lock up; what is left in the directory is for whoever finds it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
