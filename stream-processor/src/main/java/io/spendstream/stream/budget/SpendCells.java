package io.spendstream.stream.budget;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Quarter;
import io.spendstream.contract.Tally;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import io.spendstream.stream.totals.Remembered;
import io.spendstream.stream.totals.TimedTally;
import io.spendstream.stream.totals.TotalsFormat;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one partition's lines add up to, per quarter of an hour and every dimension a budget can have: enough to tell
 * what any budget, whenever it is defined, has spent already.
 *
 * <pre>
 * bucket: 4 bytes, each dimension's value: text → timed tally
 * </pre>
 *
 * <p>The time comes first, so that one period is one range, and what is old goes as one.
 */
final class SpendCells {
    /** Each session has cells of its own, so that few are used again soon. */
    private static final int REMEMBERED_MAX = 1_000;

    private final KeyValueStore<byte[], byte[]> store;
    private final Remembered<ByteBuffer, TimedTally> remembered;

    /** Takes each cell of a range. */
    interface Visitor {
        void visit(Instant bucketStart, Attribution attribution, ModelCall call, Tally tally);
    }

    SpendCells(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        this.remembered = new Remembered<>(store, TotalsFormat.TALLIES, REMEMBERED_MAX);
    }

    /** Adds {@code line}, whose tally is {@code tally}. */
    void add(LedgerLine line, Tally tally) {
        var key = new ByteWriter(160);
        key.putInt(Quarter.numberOf(line.timestamp()));
        for (BudgetDimension dimension : BudgetDimension.all()) {
            key.putText(dimension.valueOf(line.attribution(), line.call()));
        }
        ByteBuffer cell = ByteBuffer.wrap(key.toByteArray());
        remembered.change(cell, before -> before.plus(tally, Instant.EPOCH));
    }

    /** Writes to the store what was added since this was done before; to be called before each commit. */
    void write() {
        remembered.write();
    }

    /** Visits every cell from the one {@code from} lies in. */
    void forEachFrom(Instant from, Visitor visitor) {
        write();
        var first = new ByteWriter(4);
        first.putInt(Math.max(Quarter.numberOf(from), 0));
        try (KeyValueIterator<byte[], byte[]> cells = store.range(first.toByteArray(), null)) {
            while (cells.hasNext()) {
                KeyValue<byte[], byte[]> next = cells.next();
                visit(next.key, TotalsFormat.readTally(next.value).tally(), visitor);
            }
        }
    }

    private static void visit(byte[] key, Tally tally, Visitor visitor) {
        var bytes = new ByteReader(key);
        Instant bucketStart = Quarter.startOf(bytes.getInt());
        String team = bytes.getText();
        String taskType = bytes.getText();
        String agent = bytes.getText();
        Attribution attribution = Attribution.builder(bytes.getText())
                .team(team)
                .taskType(taskType)
                .agent(agent)
                .project(bytes.getText())
                .environment(bytes.getText())
                .build();
        ModelCall call = ModelCall.of(bytes.getText(), bytes.getText());
        bytes.requireEnd();
        visitor.visit(bucketStart, attribution, call, tally);
    }

    /** Forgets the cells that lie wholly before {@code time}. */
    void forgetBefore(Instant time) {
        write();
        var end = new ByteWriter(4);
        end.putInt(Math.max(Quarter.numberOf(time), 0));
        List<byte[]> old = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> cells = store.range(null, end.toByteArray())) {
            cells.forEachRemaining(cell -> old.add(cell.key));
        }
        old.forEach(key -> remembered.delete(ByteBuffer.wrap(key)));
    }
}
