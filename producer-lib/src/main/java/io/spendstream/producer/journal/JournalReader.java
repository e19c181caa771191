package io.spendstream.producer.journal;

import io.spendstream.contract.failpoint.FailPoint;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal, own or orphaned, from its checkpoint on, and removes what was acknowledged. There is at most one
 * reader per journal.
 *
 * <p>Not thread-safe, except that the journal may be appended to meanwhile.
 */
public final class JournalReader implements Closeable {
    private final Path directory;
    private final Segments segments;
    private final Checkpoint checkpoint;
    private final SetAside setAside;
    private final DamageListener damage;
    private final Set<Long> damagedSegments = new TreeSet<>();
    private final Set<Long> keptSegments = new TreeSet<>();

    private Position position;
    private long oldestSegment;
    private @Nullable SegmentReader current;

    JournalReader(
            Path directory,
            long oldestSegment,
            Segments segments,
            Checkpoint checkpoint,
            SetAside setAside,
            DamageListener damage) {
        this.directory = directory;
        this.segments = segments;
        this.checkpoint = checkpoint;
        this.setAside = setAside;
        this.damage = damage;
        this.oldestSegment = oldestSegment;
        Position start = checkpoint.position();
        this.position = start.segment() < oldestSegment ? new Position(oldestSegment, 0) : start;
    }

    /**
     * Returns the next record, or null if everything appended so far has been read.
     *
     * @throws IOException if a segment cannot be read; the call may be repeated
     */
    public @Nullable JournalRecord next() throws IOException {
        while (true) {
            Position end = segments.end();
            boolean isLast = position.segment() >= end.segment();
            long limit = isLast ? end.offset() : segments.sealedEnd(position.segment());
            JournalRecord record = nextInSegment(limit);
            if (record != null) {
                return record;
            }
            if (isLast) {
                return null;
            }
            leaveSegment();
            position = new Position(position.segment() + 1, 0);
        }
    }

    /** Returns the position up to which everything was read. */
    public Position position() {
        return position;
    }

    /** Returns the position up to which there is something to read. */
    public Position end() {
        return segments.end();
    }

    /**
     * Moves the checkpoint to {@code acknowledged} and removes the segments before it.
     *
     * @throws IOException if the file system refused; the call may be repeated
     */
    public void acknowledge(Position acknowledged) throws IOException {
        if (acknowledged.compareTo(checkpoint.position()) <= 0) {
            return;
        }
        keepDamaged(acknowledged.segment());
        try {
            checkpoint.move(acknowledged);
        } finally {
            // a full disk may refuse the checkpoint: then all the more must what is acknowledged go
            removeBefore(acknowledged.segment());
        }
    }

    /** Sets {@code record} aside, because Kafka will never take it. */
    public void refuse(JournalRecord record) {
        FailPoint.AGENT_BEFORE_REFUSAL.hit();
        try {
            setAside.refuse(record);
            FailPoint.AGENT_AFTER_REFUSAL.hit();
        } catch (IOException e) {
            // no room for a copy; the segment it stands in needs none, so keep that
            damagedSegments.add(record.end().segment());
        }
    }

    private @Nullable JournalRecord nextInSegment(long limit) throws IOException {
        if (position.offset() >= limit) {
            return null;
        }
        if (current == null) {
            try {
                current = new SegmentReader(position.segment(), pathOf(position.segment()), position.offset(), damage);
            } catch (FileNotFoundException e) {
                damage.damaged(pathOf(position.segment()), position.offset(), limit - position.offset());
                segments.lost(position.segment());
                position = new Position(position.segment(), limit);
                return null;
            }
        }
        JournalRecord record = current.next(limit);
        position = current.position();
        if (current.isDamaged()) {
            damagedSegments.add(current.number());
        }
        return record;
    }

    private void leaveSegment() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    private void removeBefore(long segment) throws IOException {
        while (oldestSegment < segment) {
            remove(oldestSegment);
            oldestSegment++;
        }
    }

    /**
     * Keeps the damaged segments up to {@code last}, before the checkpoint is behind the damage: a process that goes on
     * from there would see nothing wrong with them.
     */
    private void keepDamaged(long last) {
        for (long number : damagedSegments) {
            if (number <= last && !keptSegments.contains(number)) {
                FailPoint.AGENT_BEFORE_SEGMENT_ASIDE.hit();
                try {
                    setAside.keep(pathOf(number));
                    keptSegments.add(number);
                } catch (IOException e) {
                    // no room, perhaps; once it is acknowledged it is moved, which takes none
                    continue;
                }
                FailPoint.AGENT_AFTER_SEGMENT_ASIDE.hit();
            }
        }
    }

    private void remove(long number) throws IOException {
        if (damagedSegments.contains(number) && !keptSegments.contains(number)) {
            setAside.move(pathOf(number));
        } else {
            FailPoint.AGENT_BEFORE_SEGMENT_DELETE.hit();
            Files.deleteIfExists(pathOf(number));
            FailPoint.AGENT_AFTER_SEGMENT_DELETE.hit();
        }
        damagedSegments.remove(number);
        keptSegments.remove(number);
        segments.removed(number);
    }

    /** Sets the last segment aside if it is damaged; for a journal that is done with. */
    void finish() throws IOException {
        leaveSegment();
        for (long number : Set.copyOf(damagedSegments)) {
            remove(number);
        }
    }

    private Path pathOf(long number) {
        return directory.resolve(SegmentFormat.fileName(number));
    }

    @Override
    public void close() throws IOException {
        leaveSegment();
        checkpoint.close();
    }
}
