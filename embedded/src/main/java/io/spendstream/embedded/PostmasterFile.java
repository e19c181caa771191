package io.spendstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file a running PostgreSQL server keeps in its data directory.
 *
 * <pre>
 * postmaster.pid = pid LF directory LF start LF port LF …
 *   start        = seconds since 1970 at which the server started
 * </pre>
 *
 * <p>A file whose process is gone is PostgreSQL's own business at the next start. One whose number meanwhile belongs to
 * another program, usual after a container restarts, would make it refuse to start; so would a process that is dead but
 * still listed. Without the file it is safe still: PostgreSQL also looks for processes attached to the directory's shared
 * memory.
 */
record PostmasterFile(Path file, long pid, Instant started) {
    /** A server writes the file a moment after its process began. */
    private static final Duration START_DIFFERENCE_MAX = Duration.ofSeconds(30);

    private static final int LINES_MIN = 3;

    /** Reads the file, if there is one. */
    static Optional<PostmasterFile> in(Path cluster) {
        Path file = cluster.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() < LINES_MIN) {
                return Optional.empty();
            }
            Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            return Optional.of(
                    new PostmasterFile(file, Long.parseLong(lines.get(0).strip()), started));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Is the process that wrote the file still running? */
    boolean isRunning() {
        return process().filter(this::isServer).isPresent();
    }

    /** Does the number in the file belong to something that is not this server, or no longer? */
    boolean isPidTaken() {
        return process().isPresent() && !isRunning();
    }

    /** Removes the file. Only for one whose number is taken. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    private boolean isServer(ProcessHandle process) {
        boolean isPostgres = process.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(false); // dead, but nobody has asked how it ended: the first process of a container may not
        boolean isSameStart = process.info()
                .startInstant()
                .map(start -> Duration.between(start, started).abs().compareTo(START_DIFFERENCE_MAX) < 0)
                .orElse(true);
        return isPostgres && isSameStart;
    }
}
