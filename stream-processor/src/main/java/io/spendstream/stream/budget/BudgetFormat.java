package io.spendstream.stream.budget;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import io.spendstream.stream.totals.TimedTally;
import io.spendstream.stream.totals.TotalsFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of cells, partials and marks, in the stores and on {@link
 * io.spendstream.contract.Topic#BUDGET_PARTIALS}.
 *
 * <pre>
 * message key  := 1: byte, cell, source partition: 4 bytes
 *               | 2: byte, target partition: 4 bytes, source partition: 4 bytes
 * cell         := budget id: text, generation: 8 bytes, how many values: varint, each as text, window start: varint
 * partial      := timed tally as a byte string, last event id: text
 * mark         := digest: 8 bytes, 1 if counted, else 0: 1 byte
 * </pre>
 */
final class BudgetFormat {
    private static final int OF_CELL = 1;
    private static final int OF_BOOK = 2;

    private BudgetFormat() {}

    static byte[] writeKey(BudgetMessage key) {
        var bytes = new ByteWriter(96);
        if (key instanceof BudgetMessage.OfCell of) {
            bytes.putByte(OF_CELL);
            putCell(bytes, of.cell());
            bytes.putInt(of.sourcePartition());
        } else if (key instanceof BudgetMessage.OfBook of) {
            bytes.putByte(OF_BOOK);
            bytes.putInt(of.targetPartition());
            bytes.putInt(of.sourcePartition());
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if {@code record} is not one
     */
    static BudgetMessage readKey(byte[] record) {
        var bytes = new ByteReader(record);
        int kind = bytes.getByte();
        BudgetMessage key = switch (kind) {
            case OF_CELL -> new BudgetMessage.OfCell(getCell(bytes), bytes.getInt());
            case OF_BOOK -> new BudgetMessage.OfBook(bytes.getInt(), bytes.getInt());
            default -> throw new IllegalArgumentException("no message is of kind " + kind);
        };
        bytes.requireEnd();
        return key;
    }

    static byte[] writeValue(Object value) {
        return value instanceof BudgetPartial partial ? writePartial(partial) : writeMark((BudgetMessage.Mark) value);
    }

    static byte[] writeMark(BudgetMessage.Mark mark) {
        var bytes = new ByteWriter(9);
        putLong(bytes, mark.digest());
        bytes.putByte(mark.isCounted() ? 1 : 0);
        return bytes.toByteArray();
    }

    static BudgetMessage.Mark readMark(byte[] record) {
        var bytes = new ByteReader(record);
        var mark = new BudgetMessage.Mark(getLong(bytes), bytes.getByte() != 0);
        bytes.requireEnd();
        return mark;
    }

    static byte[] writePartial(BudgetPartial partial) {
        var bytes = new ByteWriter(64);
        bytes.putBytes(TotalsFormat.writeTally(new TimedTally(partial.tally(), partial.changedAt())));
        bytes.putText(partial.lastEventId());
        return bytes.toByteArray();
    }

    static BudgetPartial readPartial(byte[] record) {
        var bytes = new ByteReader(record);
        TimedTally timed = TotalsFormat.readTally(bytes.getBytes());
        var partial = new BudgetPartial(timed.tally(), timed.changedAt(), bytes.getText());
        bytes.requireEnd();
        return partial;
    }

    static byte[] writeCell(BudgetCell cell) {
        var bytes = new ByteWriter(96);
        putCell(bytes, cell);
        return bytes.toByteArray();
    }

    static BudgetCell readCell(byte[] record) {
        var bytes = new ByteReader(record);
        BudgetCell cell = getCell(bytes);
        bytes.requireEnd();
        return cell;
    }

    /** Returns what the keys of all sources of {@code cell}, and only they, begin with. */
    static byte[] writeSourcesOf(BudgetCell cell) {
        var bytes = new ByteWriter(96);
        bytes.putByte(OF_CELL);
        putCell(bytes, cell);
        return bytes.toByteArray();
    }

    /** Returns what all cells of one generation of a budget, and only they, begin with. */
    static byte[] writeCellsOf(Definition definition) {
        var bytes = new ByteWriter(48);
        bytes.putText(definition.budget().id());
        putLong(bytes, definition.generation());
        return bytes.toByteArray();
    }

    private static void putCell(ByteWriter bytes, BudgetCell cell) {
        bytes.putText(cell.budgetId());
        putLong(bytes, cell.generation());
        putTexts(bytes, cell.values());
        bytes.putVarint(cell.windowStart());
    }

    private static BudgetCell getCell(ByteReader bytes) {
        return new BudgetCell(bytes.getText(), getLong(bytes), getTexts(bytes), bytes.getVarint());
    }

    static void putTexts(ByteWriter bytes, List<String> texts) {
        bytes.putVarint(texts.size());
        texts.forEach(bytes::putText);
    }

    static List<String> getTexts(ByteReader bytes) {
        List<String> texts = new ArrayList<>();
        for (long left = bytes.getVarint(); left > 0; left--) {
            texts.add(bytes.getText());
        }
        return texts;
    }

    static void putLong(ByteWriter bytes, long value) {
        bytes.putInt((int) (value >>> Integer.SIZE));
        bytes.putInt((int) value);
    }

    static long getLong(ByteReader bytes) {
        long high = bytes.getInt();
        return (high << Integer.SIZE) | (bytes.getInt() & 0xffff_ffffL);
    }
}
