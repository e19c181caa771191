package io.spendstream.producer.journal;

import io.spendstream.contract.failpoint.FailPoint;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The directory that holds the journals of all processes of a host. Thread-safe. */
public final class JournalDirectory {
    private static final Pattern WRITER_ID = Pattern.compile("\\d{8}T\\d{6}Z-\\d+-[0-9a-f]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int CREATE_ATTEMPTS_MAX = 100;

    private final Path path;
    private final InstantSource clock;

    /** Creates a view of the directory {@code path}; the file system is not touched. */
    public JournalDirectory(Path path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
    }

    /** Creates, and locks, a directory for a new writer. */
    public WriterDirectory create() throws IOException {
        Files.createDirectories(path);
        for (int attempt = 0; attempt < CREATE_ATTEMPTS_MAX; attempt++) {
            String writerId = newWriterId(clock.instant());
            Path writerPath = path.resolve(writerId);
            Files.createDirectory(writerPath);
            FailPoint.AGENT_BEFORE_LOCK.hit();
            Optional<DirectoryLock> lock = DirectoryLock.create(writerPath);
            if (lock.isPresent()) {
                FailPoint.AGENT_AFTER_LOCK.hit();
                return new WriterDirectory(writerPath, new SetAside(path, writerId), lock.get());
            }
        }
        throw new IOException("%s: no directory could be locked in %d attempts; does the file system have locks?"
                .formatted(path, CREATE_ATTEMPTS_MAX));
    }

    /**
     * Locks and opens the oldest journal whose process is dead.
     *
     * @param left paths not to adopt
     * @throws OtherVersionException if it was written by another version of this library
     */
    public Optional<OrphanedJournal> adopt(List<Path> left, DamageListener damage) throws IOException {
        for (Path writerPath : writerPaths()) {
            if (left.contains(writerPath)) {
                continue;
            }
            Optional<DirectoryLock> lock = DirectoryLock.adopt(writerPath);
            if (lock.isPresent()) {
                FailPoint.AGENT_AFTER_ADOPTION.hit();
                return open(writerPath, lock.get(), damage);
            }
            deleteIfEmpty(writerPath);
        }
        return Optional.empty();
    }

    /** Returns the bytes of everything in the directory except below {@code except}. */
    public long bytesWithout(Path except) throws IOException {
        var bytes = new AtomicLong();
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.equals(except) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // removed by its owner while we looked
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.get();
    }

    private Optional<OrphanedJournal> open(Path writerPath, DirectoryLock lock, DamageListener damage)
            throws IOException {
        boolean isOpen = false;
        try {
            OptionalInt other = SegmentFiles.otherVersion(writerPath);
            if (other.isPresent()) {
                throw new OtherVersionException(writerPath, other.getAsInt());
            }
            var setAside = new SetAside(path, writerPath.getFileName().toString());
            var orphan = OrphanedJournal.open(new WriterDirectory(writerPath, setAside, lock), damage);
            isOpen = true;
            return Optional.of(orphan);
        } finally {
            if (!isOpen) {
                lock.close();
            }
        }
    }

    /** Returns the directories of writers, oldest first. */
    private List<Path> writerPaths() throws IOException {
        return WriterDirectory.list(path).stream()
                .filter(entry ->
                        WRITER_ID.matcher(entry.getFileName().toString()).matches())
                .sorted()
                .toList();
    }

    /** Removes a directory whose removal was cut short, or whose writer was about to lock it and will make another. */
    private static void deleteIfEmpty(Path writerPath) throws IOException {
        try {
            if (!Files.exists(DirectoryLock.pathIn(writerPath))) {
                Files.deleteIfExists(writerPath);
            }
        } catch (DirectoryNotEmptyException e) {
            // somebody removed the lock from under its owner, who may be alive: not ours to touch
        }
    }

    private static String newWriterId(Instant start) {
        String random = UUID.randomUUID().toString().substring(0, 8);
        return "%s-%d-%s".formatted(TIME.format(start), ProcessHandle.current().pid(), random);
    }
}
