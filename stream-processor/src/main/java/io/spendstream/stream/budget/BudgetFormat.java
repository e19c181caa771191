package io.spendstream.stream.budget;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import io.spendstream.stream.totals.Tallies;
import io.spendstream.stream.totals.TimedTally;
import io.spendstream.stream.totals.TotalsFormat;

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
    /** How partials stand in the store of those that are to be passed on. */
    static final Tallies.Form<BudgetCell, BudgetPartial> PARTIALS = new Tallies.Form<>(
            BudgetFormat::writeCell,
            BudgetFormat::readCell,
            BudgetFormat::putPartial,
            BudgetFormat::getPartial,
            BudgetPartial.NONE);

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
        bytes.putLong(mark.digest());
        bytes.putByte(mark.isCounted() ? 1 : 0);
        return bytes.toByteArray();
    }

    static BudgetMessage.Mark readMark(byte[] record) {
        var bytes = new ByteReader(record);
        var mark = new BudgetMessage.Mark(bytes.getLong(), bytes.getByte() != 0);
        bytes.requireEnd();
        return mark;
    }

    static byte[] writePartial(BudgetPartial partial) {
        var bytes = new ByteWriter(64);
        putPartial(bytes, partial);
        return bytes.toByteArray();
    }

    static BudgetPartial readPartial(byte[] record) {
        var bytes = new ByteReader(record);
        BudgetPartial partial = getPartial(bytes);
        bytes.requireEnd();
        return partial;
    }

    private static void putPartial(ByteWriter bytes, BudgetPartial partial) {
        bytes.putBytes(TotalsFormat.writeTally(new TimedTally(partial.tally(), partial.changedAt())));
        bytes.putText(partial.lastEventId());
    }

    private static BudgetPartial getPartial(ByteReader bytes) {
        TimedTally timed = TotalsFormat.readTally(bytes.getBytes());
        return new BudgetPartial(timed.tally(), timed.changedAt(), bytes.getText());
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
        bytes.putLong(definition.generation());
        return bytes.toByteArray();
    }

    private static void putCell(ByteWriter bytes, BudgetCell cell) {
        bytes.putText(cell.budgetId());
        bytes.putLong(cell.generation());
        bytes.putTexts(cell.values());
        bytes.putVarint(cell.windowStart());
    }

    private static BudgetCell getCell(ByteReader bytes) {
        return new BudgetCell(bytes.getText(), bytes.getLong(), bytes.getTexts(), bytes.getVarint());
    }
}
