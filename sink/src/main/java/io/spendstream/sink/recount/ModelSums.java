package io.spendstream.sink.recount;

import io.spendstream.sink.report.SpendSums;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What the counters say by model: what {@code /metrics} shows. */
public final class ModelSums {
    private ModelSums() {}

    /** Returns charges less credits of each model, of all partitions of the ledger together. */
    public static NavigableMap<String, SpendSums> read(Handle handle) {
        NavigableMap<String, SpendSums> models = new TreeMap<>();
        new TableSums(handle, LedgerSums.BEGINNING)
                .counters()
                .forEach((key, sums) -> models.merge(key.model(), sums, SpendSums::plus));
        return models;
    }
}
