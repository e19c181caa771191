package io.spendstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The data directory of one server, held by one process at a time, and the small facts kept beside the data.
 *
 * <p>The lock is the operating system's, so it cannot outlive the process; the process id in the file is for people.
 */
final class ServerDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String PORT = "port";

    private final Path path;
    private final FileChannel lockFile;

    private ServerDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Creates the directory if need be and takes it for this process. */
    static ServerDirectory take(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            FileChannel file = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!isTaken(file)) {
                String owner = ownerIn(file);
                file.close();
                throw new DataInUseException(directory, owner);
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new ServerDirectory(directory, file);
        } catch (IOException e) {
            throw new EmbeddedServerException("data directory %s cannot be used: %s".formatted(directory, e), e);
        }
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String ownerIn(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        String owner = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
        return owner.equals(Long.toString(ProcessHandle.current().pid())) ? owner + " (this one)" : owner;
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
        }
    }
}
