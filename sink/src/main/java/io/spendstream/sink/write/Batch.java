package io.spendstream.sink.write;

import java.util.List;

/**
 * What one transaction writes.
 *
 * @param rows ledger lines, in the order of their partitions
 * @param rejected records that are already known not to become rows
 * @param spans what the batch covers, one span per partition
 */
public record Batch(List<LedgerRow> rows, List<RejectedRecord> rejected, List<Span> spans) {
    public Batch {
        rows = List.copyOf(rows);
        rejected = List.copyOf(rejected);
        spans = List.copyOf(spans);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("a batch must cover at least one partition");
        }
    }
}
