package io.spendstream.sink.write;

/** Thrown when another sink has taken over a partition of the batch; nothing was written. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FencedException(int partition, long mine, long current) {
        super("another sink took over partition %d of the ledger: its epoch is %d, this sink's is %d"
                .formatted(partition, current, mine));
    }
}
