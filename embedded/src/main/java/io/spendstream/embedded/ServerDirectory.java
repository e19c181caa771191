package io.spendstream.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data directory of one server, held by one process at a time, and the small facts kept beside the data.
 *
 * <p>The lock is the operating system's, so it cannot outlive the process; the process id in the file is for people.
 */
final class ServerDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String PORT = "port";

    /**
     * The directories this process holds, by their real paths. Asked before the file is opened: closing any channel of a
     * locked file lets go of the lock, even a channel that never got it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path realPath;
    private final FileChannel lockFile;

    private ServerDirectory(Path path, Path realPath, FileChannel lockFile) {
        this.path = path;
        this.realPath = realPath;
        this.lockFile = lockFile;
    }

    /** Creates the directory if need be and takes it for this process. */
    static ServerDirectory take(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            Path realPath = Files.createDirectories(directory).toRealPath();
            if (!HELD.add(realPath)) {
                throw new DataInUseException(directory, ProcessHandle.current().pid() + " (this one)");
            }
            try {
                return new ServerDirectory(directory, realPath, lock(directory));
            } catch (IOException | RuntimeException e) {
                HELD.remove(realPath);
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("data directory %s cannot be used: %s".formatted(directory, e), e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            String owner = textOf(file);
            file.close();
            throw new DataInUseException(directory, owner);
        }
        file.truncate(0);
        file.write(US_ASCII.encode(Long.toString(ProcessHandle.current().pid())));
        return file;
    }

    private static String textOf(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        file.read(text, 0);
        return US_ASCII.decode(text.flip()).toString();
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /**
     * Returns the port to listen on: the one asked for, else the one of last time if it is still free, else a new one;
     * and keeps it for next time.
     */
    int port(String server, int requested) {
        LoopbackPort.requireFree(server, requested);
        int port = requested != 0
                ? requested
                : read(PORT).map(Integer::parseInt).filter(LoopbackPort::isFree).orElseGet(LoopbackPort::choose);
        write(PORT, Integer.toString(port));
        return port;
    }

    Optional<String> read(String name) {
        Path file = resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Replaces the file as a whole, so that a crash leaves the old text or the new. */
    void write(String name, String text) {
        Path file = resolve(name);
        Path draft = resolve(name + ".new");
        try {
            Files.writeString(draft, text + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + resolve(LOCK), e);
        } finally {
            HELD.remove(realPath);
        }
    }
}
