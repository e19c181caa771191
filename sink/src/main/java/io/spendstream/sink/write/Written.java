package io.spendstream.sink.write;

/**
 * What became of a batch.
 *
 * @param path how it got into the tables
 * @param inserted how many rows were inserted
 * @param duplicates how many lines were in the table already
 * @param rejected how many records were set aside
 */
public record Written(Path path, int inserted, int duplicates, int rejected) {
    /** How a batch got into the tables. */
    public enum Path {
        /** Copied straight into the table. */
        DIRECT,
        /** Copied through a staging table, because the straight way met a duplicate or a bad line. */
        STAGED,
        /** An earlier attempt had committed it, although its answer was lost. */
        ALREADY_COMMITTED
    }
}
