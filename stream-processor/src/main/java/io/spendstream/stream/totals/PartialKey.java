package io.spendstream.stream.totals;

import static java.util.Objects.requireNonNull;

/**
 * Whose tally a partial is: one cell's, as one partition of the usage topic has it.
 *
 * @param cell the cell
 * @param sourcePartition the partition
 */
public record PartialKey(Cell cell, int sourcePartition) {
    public PartialKey {
        requireNonNull(cell, "cell");
    }
}
