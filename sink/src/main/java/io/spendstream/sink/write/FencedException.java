package io.spendstream.sink.write;

/**
 * Thrown when a partition of the batch is not this sink's any more, or does not stand where this sink left it; nothing was
 * written.
 */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private FencedException(String message) {
        super(message);
    }

    static FencedException epoch(int partition, long mine, long current) {
        return new FencedException(
                "another sink took over partition %d of the ledger: its epoch is %d, this sink's is %d"
                        .formatted(partition, current, mine));
    }

    /** The database may have been brought back to an earlier state: what it says is where to go on. */
    static FencedException position(int partition, long mine, long current) {
        return new FencedException(
                "partition %d of the ledger stands at %d in the tables, and not at %d where this sink left it"
                        .formatted(partition, current, mine));
    }
}
