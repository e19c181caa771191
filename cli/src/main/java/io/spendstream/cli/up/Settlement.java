package io.spendstream.cli.up;

import io.spendstream.cli.connection.Connection;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendSums;
import java.time.Duration;

/** Whether everything that was recorded since some moment has become a row. */
final class Settlement implements AutoCloseable {
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final LedgerReader ledger;
    private final long before;

    /** Starts from what the ledger of {@code connection} has now. */
    Settlement(Connection connection) {
        ledger = connection.openLedger();
        before = ledger.sums().calls();
    }

    /** Returns whether {@code recorded} further calls become rows {@code within} the time given. */
    boolean await(long recorded, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (ledger.sums().calls() - before < recorded) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(ASK_AGAIN.toMillis());
        }
        return true;
    }

    /** Returns the sentence that sets {@code recorded} against the table. */
    String describe(long recorded) {
        SpendSums sums = ledger.sums();
        long rows = sums.calls() - before;
        return "%d events recorded, %d rows committed%s; the table holds $%s"
                .formatted(
                        recorded,
                        rows,
                        rows >= recorded ? ", none missing" : ", " + (recorded - rows) + " MISSING",
                        sums.costExact().toPlainString());
    }

    @Override
    public void close() {
        ledger.close();
    }
}
