package io.spendstream.producer.journal;

import io.spendstream.contract.failpoint.FailPoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The journal of this process: an append-only file in segments.
 *
 * <p>An append is one {@code write} to the operating system, under a lock that is held for nothing else but the change
 * of segment. The file is not written through a {@code FileChannel}, which would be closed for the whole process as soon
 * as one thread appends while it is interrupted.
 *
 * <p>A write that fails half-way, as on a full disk, is taken back by cutting the file to its last whole record. If even
 * that fails the segment is left as it is and the next append begins a new one; a reader never looks behind the last
 * whole record.
 *
 * <p>Thread-safe.
 */
public final class Journal implements Closeable {
    private static final long FIRST_SEGMENT = 1;

    private final WriterDirectory directory;
    private final JournalLimits limits;
    private final Durability durability;
    private final Object lock = new Object();
    private final Object syncLock = new Object();
    private final Map<Long, Long> sealedEnds = new ConcurrentHashMap<>();

    /** Behind the last whole record; written under {@link #lock}, read by anyone. */
    private volatile Position end = new Position(FIRST_SEGMENT, 0);

    /** Bytes of the segments on disk. */
    private final AtomicLong bytes = new AtomicLong();

    /** Bytes that the other journals of the host take, as last counted. */
    private volatile long elsewhereBytes;

    private volatile @Nullable IOException lastError;

    /** Where {@link #end} is, or null if it was given up; written under {@link #lock}, read under either lock. */
    private volatile @Nullable RandomAccessFile segment;

    /** Whether a sync failed, after which the operating system may have forgotten what it could not write. */
    private volatile boolean isSuspect;

    // guarded by lock
    private final byte[] frame;
    private boolean isClosed;

    // guarded by syncLock
    private Position synced = Position.START;

    private Journal(WriterDirectory directory, JournalLimits limits, Durability durability) {
        this.directory = directory;
        this.limits = limits;
        this.durability = durability;
        this.frame = new byte[SegmentFormat.FRAME_BYTES + Short.BYTES + limits.payloadBytesMax()];
    }

    /** Begins the journal of this process in {@code directory}, which is empty. */
    public static Journal begin(WriterDirectory directory, JournalLimits limits, Durability durability)
            throws IOException {
        var journal = new Journal(directory, limits, durability);
        synchronized (journal.lock) {
            journal.openSegment(FIRST_SEGMENT);
        }
        return journal;
    }

    /** Appends a record; the arrays are not kept. Never throws for what the file system does. */
    public AppendOutcome append(byte[] key, byte[] value) {
        if (key.length > SegmentFormat.KEY_BYTES_MAX || key.length + value.length > limits.payloadBytesMax()) {
            return AppendOutcome.RECORD_TOO_LARGE;
        }
        Position written;
        try {
            synchronized (lock) {
                if (isClosed) {
                    return AppendOutcome.CLOSED;
                }
                int recordBytes = SegmentFormat.write(key, value, frame);
                if (bytes.get() + elsewhereBytes + SegmentFormat.HEADER_BYTES + recordBytes
                        > limits.journalBytesMax()) {
                    return AppendOutcome.JOURNAL_FULL;
                }
                write(recordBytes);
                written = end;
            }
            if (durability == Durability.POWER) {
                sync(written);
            }
            return AppendOutcome.APPENDED;
        } catch (IOException e) {
            lastError = e;
            return AppendOutcome.JOURNAL_IO_ERROR;
        }
    }

    /** Returns the directory of this journal. */
    public Path path() {
        return directory.path();
    }

    /** Returns the position behind the last record. */
    public Position end() {
        return end;
    }

    /** Returns the bytes this journal takes on disk. */
    public long bytes() {
        return bytes.get();
    }

    /** Returns the last error of the file system, or null if there was none. */
    public @Nullable IOException lastError() {
        return lastError;
    }

    /** Says how many bytes the other journals of the host take, which share one bound with this one. */
    public void setElsewhereBytes(long elsewhereBytes) {
        this.elsewhereBytes = elsewhereBytes;
    }

    /** Returns the one reader of this journal. */
    public JournalReader reader(DamageListener damage) throws IOException {
        return new JournalReader(
                directory.path(),
                FIRST_SEGMENT,
                new LiveSegments(),
                Checkpoint.open(directory.path()),
                directory.setAside(),
                damage);
    }

    private void write(int recordBytes) throws IOException {
        RandomAccessFile file = segment;
        if (file == null || isSuspect || end.offset() + recordBytes > limits.segmentBytesMax()) {
            file = roll();
        }
        FailPoint.AGENT_BEFORE_JOURNAL_WRITE.hit();
        try {
            file.write(frame, 0, recordBytes);
        } catch (IOException e) {
            takeBack(file);
            throw e;
        }
        FailPoint.AGENT_AFTER_JOURNAL_WRITE.hit();
        bytes.addAndGet(recordBytes);
        end = new Position(end.segment(), end.offset() + recordBytes);
    }

    /** Removes the part of a record behind {@link #end}, or else leaves the segment for good. */
    private void takeBack(RandomAccessFile file) {
        try {
            file.setLength(end.offset());
            file.seek(end.offset());
        } catch (IOException e) {
            abandonSegment();
        }
    }

    private RandomAccessFile roll() throws IOException {
        FailPoint.AGENT_BEFORE_SEGMENT_CHANGE.hit();
        if (segment != null && !isSuspect && durability == Durability.POWER) {
            sync(end);
        }
        sealedEnds.put(end.segment(), end.offset());
        abandonSegment();
        RandomAccessFile next = openSegment(end.segment() + 1);
        isSuspect = false;
        return next;
    }

    private RandomAccessFile openSegment(long number) throws IOException {
        var file = new RandomAccessFile(
                directory.path().resolve(SegmentFormat.fileName(number)).toFile(), "rw");
        try {
            file.setLength(0);
            FailPoint.AGENT_BEFORE_SEGMENT_HEADER.hit();
            file.write(SegmentFormat.header());
            FailPoint.AGENT_AFTER_SEGMENT_HEADER.hit();
            if (durability == Durability.POWER) {
                directory.sync();
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        segment = file;
        bytes.addAndGet(SegmentFormat.HEADER_BYTES);
        end = new Position(number, SegmentFormat.HEADER_BYTES);
        return file;
    }

    private void abandonSegment() {
        RandomAccessFile abandoned = segment;
        segment = null;
        if (abandoned != null) {
            try {
                abandoned.close();
            } catch (IOException e) {
                lastError = e;
            }
        }
    }

    /**
     * Waits until everything before {@code written} is on the disk; one wait serves all threads that came before it. A
     * change of segment waits for the same lock, so that the segment stays what it is here.
     */
    private void sync(Position written) throws IOException {
        synchronized (syncLock) {
            if (synced.compareTo(written) >= 0) {
                return;
            }
            Position reached = end;
            RandomAccessFile file = segment;
            if (file == null || reached.segment() != written.segment()) {
                throw new IOException("segment %d was given up before it was synced".formatted(written.segment()));
            }
            FailPoint.AGENT_BEFORE_JOURNAL_SYNC.hit();
            try {
                file.getFD().sync();
            } catch (IOException e) {
                isSuspect = true;
                throw e;
            }
            FailPoint.AGENT_AFTER_JOURNAL_SYNC.hit();
            synced = reached;
        }
    }

    /** Stops appends. What is in the journal stays there until it is read. */
    public void stop() {
        synchronized (lock) {
            isClosed = true;
            abandonSegment();
        }
    }

    /** Removes the journal, all of it being acknowledged by {@code reader}. */
    public void delete(JournalReader reader) throws IOException {
        reader.finish();
        directory.delete();
    }

    /** Stops appends and gives up the lock: what is left in the journal is for whoever adopts it. */
    @Override
    public void close() throws IOException {
        stop();
        directory.close();
    }

    /** This journal as its reader sees it. */
    private final class LiveSegments implements Segments {
        @Override
        public Position end() {
            return end;
        }

        @Override
        public long sealedEnd(long number) {
            return sealedEnds.getOrDefault(number, 0L);
        }

        @Override
        public void lost(long number) {
            synchronized (lock) {
                if (end.segment() == number) {
                    abandonSegment();
                }
            }
        }

        @Override
        public void removed(long number) {
            Long sealedEnd = sealedEnds.remove(number);
            if (sealedEnd != null) {
                bytes.addAndGet(-sealedEnd);
            }
        }
    }
}
