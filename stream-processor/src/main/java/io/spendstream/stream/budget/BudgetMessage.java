package io.spendstream.stream.budget;

/** The key of what the first stage tells the second. */
public sealed interface BudgetMessage permits BudgetMessage.OfCell, BudgetMessage.OfBook {
    /**
     * The tally of a cell, as one partition of the usage topic has it.
     *
     * @param cell the cell
     * @param sourcePartition the partition
     */
    record OfCell(BudgetCell cell, int sourcePartition) implements BudgetMessage {}

    /**
     * Which budgets one partition of the usage topic counts for, told to every partition of the second stage.
     *
     * @param targetPartition who is told
     * @param sourcePartition the partition
     */
    record OfBook(int targetPartition, int sourcePartition) implements BudgetMessage {}

    /**
     * How far a partition is.
     *
     * @param digest the digest of the book
     * @param isCounted whether what was spent before is counted
     */
    record Mark(long digest, boolean isCounted) {}
}
