package io.spendstream.cli.prices;

import io.spendstream.cli.Golden;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import io.spendstream.sink.report.EventQuery;
import io.spendstream.stream.ledger.Pricer;
import io.spendstream.stream.ledger.Repricing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepricingFormsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final EventQuery QUERY = new EventQuery(
            "acme", "m", Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"), null);

    private final RepricingSums sums = new RepricingSums(QUERY, "2026-11-21+sha256:00c0ffee");

    @Test
    void saysByTeamAndDayWhatChanges() {
        add("care", NOON, "0.5", "0.25");
        add("care", NOON, "0.1", "0.25");
        add("care", NOON.plus(Duration.ofDays(1)), null, "0.25");
        add("search", NOON, "2", "0.25");
        add("search", NOON, "0.25", "0.25");
        add("search", NOON, "0.3", null);

        assertForms("changes", true);
    }

    @Test
    void saysThatNothingChanges() {
        add("care", NOON, "0.25", "0.25");

        assertForms("no-changes", false);
    }

    private void add(String team, Instant time, @Nullable String before, @Nullable String after) {
        var event = new UsageEvent(
                "e",
                time,
                Attribution.builder("s").team(team).build(),
                ModelCall.of("acme", "m"),
                UsageCounts.of(10, 1),
                UsageStatus.FINAL,
                null,
                null,
                null,
                Set.of());
        LedgerLine line = LedgerLine.of(event, pricing(before), time);
        Pricer pricer = (call, payer, usage, usageStatus, at) -> pricing(after);
        sums.add(Repricing.of(List.of(line), pricer, "ada"));
    }

    private static Pricing pricing(@Nullable String cost) {
        return cost == null
                ? new Pricing(PricingStatus.UNPRICED, null, null, null, null, "b")
                : new Pricing(PricingStatus.PRICED, Money.of(cost), "m", "acme/m", "exact", "b");
    }

    private void assertForms(String name, boolean isDryRun) {
        var table = new StringWriter();
        var json = new StringWriter();
        RepricingForms.table(new PrintWriter(table), sums, isDryRun);
        RepricingForms.json(new PrintWriter(json), sums, isDryRun);

        Golden.assertMatches("prices/reprice-" + name + ".txt", table.toString());
        Golden.assertMatches("prices/reprice-" + name + ".json", json.toString());
    }
}
