package io.spendstream.sink.write;

/**
 * The part of one partition that a batch covers: the offsets from {@code from}, inclusive, to {@code to}, exclusive.
 * Some of them hold no ledger line, because transactions leave markers.
 *
 * @param partition the topic's partition
 * @param epoch the epoch in which this sink took the partition over
 * @param from the position before the batch
 * @param to the position after it
 */
public record Span(int partition, long epoch, long from, long to) {
    public Span {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(
                    "a span must move forward: partition %d from %d to %d".formatted(partition, from, to));
        }
    }
}
