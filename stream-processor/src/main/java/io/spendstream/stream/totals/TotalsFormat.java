package io.spendstream.stream.totals;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The bytes of cells, partials and totals, in the stores and on {@link io.spendstream.contract.Topic#PARTIALS}.
 *
 * <pre>
 * cell        := scope bucket: 4 bytes
 * partial key := cell partition: 4 bytes
 * total key   := scope day: 4 bytes, days since 1970, the lowest number for none
 * scope       := dimension: 1 byte, how many values: varint, then each as text
 * dimension   := a number that never changes its meaning, unlike the order of the constants
 *
 * timed tally := changed at: varint, milliseconds since 1970; tally
 * tally       := calls, prompt tokens, completion tokens, dollars, unpriced calls: signed varints;
 *                fraction of a dollar: varint
 * </pre>
 *
 * <p>Equal keys have equal bytes: what is not read, such as trailing bytes, is refused.
 */
public final class TotalsFormat {
    /** How cells stand in the store of the first stage. */
    static final Tallies.Form<Cell, TimedTally> CELLS = new Tallies.Form<>(
            TotalsFormat::writeCell,
            TotalsFormat::readCell,
            TotalsFormat::putTally,
            TotalsFormat::getTally,
            TimedTally.NONE);

    /** How totals stand in the store of the second stage. */
    static final Tallies.Form<TotalKey, TimedTally> TOTALS = new Tallies.Form<>(
            TotalsFormat::writeTotalKey,
            TotalsFormat::readTotalKey,
            TotalsFormat::putTally,
            TotalsFormat::getTally,
            TimedTally.NONE);

    /** How tallies stand in a store by keys that are bytes already. */
    public static final Remembered.Form<ByteBuffer, TimedTally> TALLIES = new Remembered.Form<>(
            ByteBuffer::array, TotalsFormat::writeTally, TotalsFormat::readTally, TimedTally.NONE);

    private static final int NO_DAY = Integer.MIN_VALUE;

    private TotalsFormat() {}

    static byte[] writeCell(Cell cell) {
        var bytes = new ByteWriter(64);
        putCell(bytes, cell);
        return bytes.toByteArray();
    }

    static Cell readCell(byte[] record) {
        var bytes = new ByteReader(record);
        Cell cell = getCell(bytes);
        bytes.requireEnd();
        return cell;
    }

    /** Returns the bytes of {@code key}. */
    public static byte[] writePartialKey(PartialKey key) {
        var bytes = new ByteWriter(64);
        putCell(bytes, key.cell());
        bytes.putInt(key.sourcePartition());
        return bytes.toByteArray();
    }

    /**
     * Reads a partial's key.
     *
     * @throws IllegalArgumentException if {@code record} is not one
     */
    public static PartialKey readPartialKey(byte[] record) {
        var bytes = new ByteReader(record);
        var key = new PartialKey(getCell(bytes), bytes.getInt());
        bytes.requireEnd();
        return key;
    }

    /** Returns the bytes of {@code key}. */
    public static byte[] writeTotalKey(TotalKey key) {
        var bytes = new ByteWriter(64);
        putScope(bytes, Scope.of(key));
        LocalDate day = key.day();
        bytes.putInt(day == null ? NO_DAY : Math.toIntExact(day.toEpochDay()));
        return bytes.toByteArray();
    }

    static TotalKey readTotalKey(byte[] record) {
        var bytes = new ByteReader(record);
        Scope scope = getScope(bytes);
        int day = bytes.getInt();
        bytes.requireEnd();
        return new TotalKey(scope.dimension(), scope.values(), day == NO_DAY ? null : LocalDate.ofEpochDay(day));
    }

    /** Returns the bytes of {@code tally}. */
    public static byte[] writeTally(TimedTally tally) {
        var bytes = new ByteWriter(32);
        putTally(bytes, tally);
        return bytes.toByteArray();
    }

    /**
     * Reads a tally.
     *
     * @throws IllegalArgumentException if {@code record} is not one
     */
    public static TimedTally readTally(byte[] record) {
        var bytes = new ByteReader(record);
        TimedTally tally = getTally(bytes);
        bytes.requireEnd();
        return tally;
    }

    private static void putTally(ByteWriter bytes, TimedTally timed) {
        Tally tally = timed.tally();
        bytes.putVarint(timed.changedAt().toEpochMilli());
        bytes.putSignedVarint(tally.calls());
        bytes.putSignedVarint(tally.promptTokens());
        bytes.putSignedVarint(tally.completionTokens());
        bytes.putSignedVarint(tally.cost().dollars());
        bytes.putSignedVarint(tally.unpricedCalls());
        bytes.putVarint(tally.cost().fraction());
    }

    private static TimedTally getTally(ByteReader bytes) {
        Instant changedAt = Instant.ofEpochMilli(bytes.getVarint());
        long calls = bytes.getSignedVarint();
        long promptTokens = bytes.getSignedVarint();
        long completionTokens = bytes.getSignedVarint();
        long dollars = bytes.getSignedVarint();
        long unpricedCalls = bytes.getSignedVarint();
        var cost = new Money(dollars, bytes.getVarint());
        return new TimedTally(new Tally(calls, promptTokens, completionTokens, cost, unpricedCalls), changedAt);
    }

    private static void putCell(ByteWriter bytes, Cell cell) {
        putScope(bytes, cell.scope());
        bytes.putInt(cell.bucket());
    }

    private static Cell getCell(ByteReader bytes) {
        return new Cell(getScope(bytes), bytes.getInt());
    }

    private static void putScope(ByteWriter bytes, Scope scope) {
        bytes.putByte(codeOf(scope.dimension()));
        bytes.putTexts(scope.values());
    }

    private static Scope getScope(ByteReader bytes) {
        return new Scope(dimensionOf(bytes.getByte()), bytes.getTexts());
    }

    private static int codeOf(Dimension dimension) {
        return switch (dimension) {
            case ALL -> 0;
            case TASK_TYPE -> 1;
            case TEAM -> 2;
            case AGENT -> 3;
            case MODEL -> 4;
            case TEAM_TASK_TYPE_MODEL -> 5;
            case OUTCOME -> 6;
        };
    }

    private static Dimension dimensionOf(int code) {
        for (Dimension dimension : Dimension.values()) {
            if (codeOf(dimension) == code) {
                return dimension;
            }
        }
        throw new IllegalArgumentException("no dimension has the code " + code);
    }
}
