package io.spendstream.sink.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.sink.Lines;
import io.spendstream.sink.Tables;
import io.spendstream.sink.schema.Schema;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Rollup;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class BulkLoadIT {
    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);

    @Test
    void itsSumsAreThoseOfTheRowsAsASinkWouldHaveMadeThem() throws Exception {
        long seed = new Random().nextLong();
        List<LedgerLine> lines = new Lines(seed)
                .any(500).stream().filter(line -> line.entry() == 0).toList();
        List<LedgerRow> rows = new ArrayList<>();
        for (LedgerLine line : lines) {
            rows.add(new LedgerRow(0, rows.size(), line, LedgerLineJson.write(line)));
        }
        Schema.migrate(database.jdbcUrl(), database.user(), database.password());

        try (Handle handle = Database.at(database.jdbcUrl(), database.user(), database.password())
                .open()) {
            var load = new BulkLoad(handle);
            load.copy(rows);
            load.settleRows();
            lines.stream()
                    .map(line -> Rollup.Level.DAY.bucketOf(line.timestamp()))
                    .collect(Collectors.toSet())
                    .forEach(load::sum);
            load.finish("loaded");
        }

        assertThat(tables.number("SELECT sum(calls) FROM token_usage_rollup_day"))
                .as("seed %d", seed)
                .isEqualTo(rows.size());
        tables.assertConsistent();
    }
}
