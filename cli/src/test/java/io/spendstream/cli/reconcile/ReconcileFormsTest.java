package io.spendstream.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.cli.Golden;
import io.spendstream.sink.recount.Difference;
import io.spendstream.sink.recount.Difference.Figure;
import io.spendstream.sink.recount.DifferentEvent;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.SpendSums;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReconcileFormsTest {
    private static final SpendSums SUMS = sums(1234, "3.1415926535897932");

    @Test
    void saysUpToWhereEachViewAgrees() {
        assertForms(
                "agrees",
                new Reconciled(
                        "9b0f7a39-5f0a-4b86-8f0e-0d4f7b6f2c11",
                        Optional.empty(),
                        1300,
                        SUMS,
                        new TreeMap<>(Map.of(0, 700L, 1, 610L)),
                        new TreeMap<>(Map.of(0, 700L, 1, 610L)),
                        new TreeMap<>(Map.of(0, 700L, 1, 610L)),
                        List.of(
                                new View("token_usage", SUMS, 96, 0, null, ""),
                                new View("spendstream.totals", SUMS, 12, 0, null, "totals of days since 2026-10-23")),
                        List.of("/metrics is not compared: give --metrics-url to do so")));
    }

    @Test
    void namesTheFirstPlaceThatDiffersWithBothFigures() {
        SpendSums wrong = sums(1233, "3.14");
        assertForms(
                "drift",
                new Reconciled(
                        "9b0f7a39-5f0a-4b86-8f0e-0d4f7b6f2c11",
                        Optional.of(Instant.parse("2026-11-21T10:15:00Z")),
                        1300,
                        SUMS,
                        new TreeMap<>(Map.of(0, 700L, 1, 610L)),
                        new TreeMap<>(Map.of(0, 700L, 1, 612L)),
                        new TreeMap<>(Map.of(0, 705L, 1, 612L)),
                        List.of(
                                new View(
                                        "token_usage",
                                        wrong,
                                        96,
                                        2,
                                        new Difference(
                                                "bucket 2026-11-21T10:15:00Z",
                                                Difference.of("", SUMS, wrong).figures(),
                                                new DifferentEvent(
                                                        "openai:chatcmpl-7",
                                                        0,
                                                        1,
                                                        417,
                                                        List.of(new Figure("cost_exact", "0.0015926535897932", "0")))),
                                        "the rows of 2026-08 were dropped and are not compared"),
                                new View("token_usage_rollup", SUMS, 96, 0, null, "")),
                        List.of()));
    }

    private static SpendSums sums(long calls, String cost) {
        return new SpendSums(calls, 2, 5_000_000, 70_000, 0, 0, 0, new BigDecimal(cost));
    }

    private static void assertForms(String name, Reconciled found) {
        var table = new StringWriter();
        ReconcileForms.table(new PrintWriter(table), found);
        Golden.assertMatches("reconcile/%s.txt".formatted(name), table.toString());
        var json = new StringWriter();
        ReconcileForms.json(new PrintWriter(json), found);
        Golden.assertMatches("reconcile/%s.json".formatted(name), json.toString());
        assertThat(found.drift())
                .isEqualTo(found.views().stream().mapToLong(View::different).sum());
    }
}
