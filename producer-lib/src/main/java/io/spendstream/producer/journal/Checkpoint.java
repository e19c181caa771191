package io.spendstream.producer.journal;

import io.spendstream.contract.failpoint.FailPoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * How far a journal has been acknowledged, in a file of two slots that are written in turns.
 *
 * <pre>
 * file      := slot slot
 * slot      := sequence segment offset checksum     28 bytes
 * sequence  := rises by one with every write        8 bytes, big-endian
 * segment   := see {@link Position}                 8 bytes, big-endian
 * offset    := see {@link Position}                 8 bytes, big-endian
 * checksum  := CRC32C over the rest of the slot     4 bytes, big-endian
 * </pre>
 *
 * <p>A write that is torn spoils one slot and leaves the other, which is older. An older checkpoint, or none, means that
 * records are sent twice; a checkpoint that is too new would lose records, and no damage can make one up.
 *
 * <p>Not thread-safe.
 */
final class Checkpoint implements Closeable {
    static final String FILE_NAME = "checkpoint";
    static final int SLOT_BYTES = 28;

    private final RandomAccessFile file;
    private long sequence;
    private Position position = Position.START;

    private Checkpoint(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens the checkpoint of the journal in {@code directory}, creating it if there is none. */
    static Checkpoint open(Path directory) throws IOException {
        var file = new RandomAccessFile(directory.resolve(FILE_NAME).toFile(), "rw");
        var checkpoint = new Checkpoint(file);
        try {
            checkpoint.load();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return checkpoint;
    }

    /** Returns the position before which everything is acknowledged. */
    Position position() {
        return position;
    }

    /** Moves the checkpoint to {@code acknowledged}. */
    void move(Position acknowledged) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(sequence + 1).putLong(acknowledged.segment()).putLong(acknowledged.offset());
        slot.putInt(checksum(slot.array()));
        FailPoint.AGENT_BEFORE_CHECKPOINT.hit();
        file.seek(((sequence + 1) & 1) * SLOT_BYTES);
        file.write(slot.array());
        FailPoint.AGENT_AFTER_CHECKPOINT.hit();
        sequence++;
        position = acknowledged;
    }

    private void load() throws IOException {
        byte[] slot = new byte[SLOT_BYTES];
        for (long at = 0; at + SLOT_BYTES <= Math.min(file.length(), 2 * SLOT_BYTES); at += SLOT_BYTES) {
            file.seek(at);
            file.readFully(slot);
            ByteBuffer read = ByteBuffer.wrap(slot);
            if (read.getInt(SLOT_BYTES - Integer.BYTES) == checksum(slot) && read.getLong(0) > sequence) {
                sequence = read.getLong(0);
                position = new Position(read.getLong(Long.BYTES), read.getLong(2 * Long.BYTES));
            }
        }
    }

    private static int checksum(byte[] slot) {
        var checksum = new CRC32C();
        checksum.update(slot, 0, SLOT_BYTES - Integer.BYTES);
        return (int) checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
