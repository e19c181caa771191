package io.spendstream.cli.doctor;

import io.spendstream.cli.connection.Connection;
import io.spendstream.sink.report.Freshness;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.Reconciliation;
import io.spendstream.sink.report.UnpricedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Is PostgreSQL there, do its numbers agree, and is something waiting for a price? */
final class DatabaseExam {
    private static final Duration CLOCKS_APART_MAX = Duration.ofSeconds(5);
    private static final Duration UNPRICED_SINCE = Duration.ofDays(30);

    private final Connection connection;

    DatabaseExam(Connection connection) {
        this.connection = connection;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        try (LedgerReader reader = connection.openLedger()) {
            Freshness freshness = reader.freshness();
            findings.add(Finding.ok("PostgreSQL", connection.jdbcUrl()));
            findings.add(clock(freshness));
            findings.add(Finding.ok(
                    "ledger",
                    freshness.recordedAt() == null ? "no rows yet" : "complete to " + freshness.recordedAt()));
            findings.add(
                    freshness.rejected() == 0
                            ? Finding.ok("rejected rows", "none")
                            : Finding.wrong(
                                    "rejected rows",
                                    freshness.rejected() + " ledger records could not become rows",
                                    "look at ./spendstream set-aside list; their cost is missing from reports"));
            findings.add(agreement(reader.reconcile()));
            Instant now = freshness.asOf();
            findings.add(unpriced(reader.unpriced(now.minus(UNPRICED_SINCE), now.plus(Duration.ofHours(1)))));
        } catch (RuntimeException e) { // also an address the driver cannot read: that is a finding like any other
            findings.add(Finding.wrong(
                    "PostgreSQL",
                    "%s does not answer: %s".formatted(connection.jdbcUrl(), rootMessage(e)),
                    "start PostgreSQL and a sink, or correct --jdbc-url, --jdbc-user and the password"));
        }
        return findings;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static Finding clock(Freshness freshness) {
        Duration apart = Duration.between(freshness.asOf(), Instant.now()).abs();
        return apart.compareTo(CLOCKS_APART_MAX) <= 0
                ? Finding.ok("clock", "within %d ms of PostgreSQL's".formatted(apart.toMillis()))
                : Finding.wrong(
                        "clock",
                        "%d s off PostgreSQL's".formatted(apart.toSeconds()),
                        "run a time service on every host: events more than 5 minutes ahead are refused");
    }

    private static Finding agreement(Reconciliation sums) {
        return sums.isBalanced()
                ? Finding.ok(
                        "agreement",
                        "%,d calls, $%s: rows = rollup = counters"
                                .formatted(
                                        sums.rows().calls(),
                                        sums.rows().costExact().toPlainString()))
                : Finding.wrong(
                        "agreement",
                        "rows %s, rollup %s, counters %s, %d cells differ"
                                .formatted(sums.rows(), sums.rollup(), sums.counters(), sums.differentCells()),
                        "this must never happen: keep the database as it is and report it with these numbers");
    }

    private static Finding unpriced(List<UnpricedModel> models) {
        if (models.isEmpty()) {
            return Finding.ok("unpriced models", "none in 30 days");
        }
        return Finding.wrong(
                "unpriced models",
                models.stream()
                        .map(model -> String.format(
                                Locale.ROOT,
                                "%s %s (%,d calls, %,d tokens, since %s)",
                                model.provider(),
                                model.model(),
                                model.calls(),
                                model.tokens(),
                                model.firstSeen()))
                        .collect(Collectors.joining("; ")),
                "add their prices to a price book (docs/prices.md) and put it in force: spendstream prices apply");
    }
}
