package io.spendstream.cli.instance;

import java.math.BigDecimal;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Whether everything that was recorded since some moment has become a row. */
final class Settlement {
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);

    private final Jdbi jdbi;
    private final long before;

    /** Starts from what the table of {@code connection} has now. */
    Settlement(Connection connection) {
        jdbi = Jdbi.create(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword());
        before = calls();
    }

    /** Returns whether {@code recorded} further calls become rows {@code within} the time given. */
    boolean await(long recorded, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (calls() - before < recorded) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(ASK_AGAIN.toMillis());
        }
        return true;
    }

    /** Returns the sentence that sets {@code recorded} against the table. */
    String describe(long recorded) {
        long rows = calls() - before;
        BigDecimal cost = jdbi.withHandle(
                handle -> handle.createQuery("SELECT coalesce(sum(cost_exact), 0) FROM token_usage_rollup")
                        .mapTo(BigDecimal.class)
                        .one());
        return "%d events recorded, %d rows committed%s; the table holds $%s"
                .formatted(
                        recorded,
                        rows,
                        rows >= recorded ? ", none missing" : ", " + (recorded - rows) + " MISSING",
                        cost.toPlainString());
    }

    private long calls() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT coalesce(sum(calls), 0) FROM token_usage_rollup")
                .mapTo(Long.class)
                .one());
    }
}
