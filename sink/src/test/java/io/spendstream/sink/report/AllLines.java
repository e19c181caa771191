package io.spendstream.sink.report;

import io.spendstream.contract.LedgerLine;
import io.spendstream.testkit.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Reads the whole table back, which only a test does. */
public final class AllLines {
    private AllLines() {}

    /** Returns the lines all rows were made from. */
    public static List<LedgerLine> in(TestDatabase database) {
        return Jdbi.create(database.jdbcUrl(), database.user(), database.password())
                .withHandle(handle -> handle.createQuery("SELECT * FROM token_usage")
                        .map(new LedgerEntryMapper())
                        .map(LedgerEntry::line)
                        .list());
    }
}
