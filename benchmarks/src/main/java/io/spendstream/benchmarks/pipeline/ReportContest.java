package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.cli.measure.ConsoleLoad;
import io.spendstream.embedded.EmbeddedPostgres;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendSums;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** A day's report of all teams by our reader, beside the same question asked of the rows; the answers must be equal. */
public final class ReportContest implements Contest {
    private static final double BAR = 100;
    private static final long SEED = 1;
    private static final int REPORTS = 50;
    private static final long SAY_EVERY = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final String OF_ROWS =
            "SELECT team, %s FROM (SELECT team, %s FROM token_usage".formatted(SpendSums.OF_ROLLUP, SpendSums.OF_ROW)
                    + " WHERE \"timestamp\" >= :since AND \"timestamp\" < :until) AS line GROUP BY team";

    @Override
    public String name() {
        return "report";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        Instant now = Instant.now();
        Instant since = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
        var query = SpendQuery.of(since, since.plus(Duration.ofDays(1)), SpendDimension.TEAM);
        try (var folder = new WorkFolder();
                EmbeddedPostgres postgres = filled(folder, effort.rows(), now, progress);
                LedgerReader reader = LedgerReader.connect(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            Jdbi jdbi = Databases.jdbi(postgres);
            requireEqual(byTeam(reader, query), byTeam(jdbi, query));
            for (int round = 1; round <= effort.rounds(); round++) {
                ours.add(perSecond(REPORTS, () -> byTeam(reader, query)));
                rows.add(perSecond(1, () -> byTeam(jdbi, query)));
                progress.accept(String.format(
                        Locale.ROOT,
                        "round %d: ours %,.1f, rows %,.2f reports/s",
                        round,
                        ours.get(round - 1),
                        rows.get(round - 1)));
            }
        }
        return List.of(new Comparison(
                String.format(Locale.ROOT, "a day's report of %,d rows", effort.rows()),
                "the same question asked of the rows",
                "reports/s",
                Sense.HIGHER,
                new Samples(ours),
                new Samples(rows),
                BAR));
    }

    private static EmbeddedPostgres filled(WorkFolder folder, long rows, Instant end, Consumer<String> progress)
            throws Exception {
        EmbeddedPostgres postgres = Databases.start(folder);
        try {
            new ConsoleLoad(rows, end, SEED)
                    .write(postgres.jdbcUrl(), postgres.user(), postgres.password(), written -> {
                        if (written % SAY_EVERY == 0) {
                            progress.accept(String.format(Locale.ROOT, "%,d rows", written));
                        }
                    });
            return postgres;
        } catch (Exception e) {
            postgres.close();
            throw e;
        }
    }

    private static double perSecond(int times, Runnable question) {
        long begun = System.nanoTime();
        for (int i = 0; i < times; i++) {
            question.run();
        }
        return times * NANOS_PER_SECOND / (System.nanoTime() - begun);
    }

    private static Map<String, SpendSums> byTeam(LedgerReader reader, SpendQuery query) {
        Map<String, SpendSums> sums = new TreeMap<>();
        for (SpendLine line : reader.spend(query).lines()) {
            sums.put(line.values().get(0), line.sums());
        }
        return sums;
    }

    private static Map<String, SpendSums> byTeam(Jdbi jdbi, SpendQuery query) {
        Map<String, SpendSums> sums = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery(OF_ROWS)
                .bind("since", query.since())
                .bind("until", query.until())
                .map((row, context) -> sums.put(row.getString("team"), SpendSums.read(row)))
                .list());
        return sums;
    }

    private static void requireEqual(Map<String, SpendSums> ours, Map<String, SpendSums> rows) {
        if (ours.isEmpty() || !ours.equals(rows)) {
            throw new IllegalStateException("the answers differ: %s and %s".formatted(ours, rows));
        }
    }
}
