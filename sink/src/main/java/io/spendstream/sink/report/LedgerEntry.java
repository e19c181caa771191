package io.spendstream.sink.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.sink.write.LedgerRow;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code token_usage}: all there is to recompute a cost by hand.
 *
 * @param id the row's id
 * @param line the ledger line
 * @param cost the line's cost, rounded to six decimals for showing; null if it is not known
 */
public record LedgerEntry(
        long id, LedgerLine line, @Nullable BigDecimal cost) {
    public LedgerEntry {
        requireNonNull(line, "line");
    }

    /** Returns the partition of the ledger topic the line came from. */
    public int partition() {
        return LedgerRow.partitionOf(id);
    }

    /** Returns the line's offset in the partition. */
    public long offset() {
        return LedgerRow.offsetOf(id);
    }
}
