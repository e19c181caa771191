package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendLine;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.report.SpendReport;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** {@code GET /api/v1/breakdown}: spend by group, to drill down by. */
public final class BreakdownView {
    private static final int GROUPS_MAX = 10_000;
    private static final int SHARE_DECIMALS = 6;

    private final LedgerReader ledger;
    private final InstantSource clock;
    private final Listings listings = new Listings();

    /** Creates a view of {@code ledger}. */
    public BreakdownView(LedgerReader ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Returns the answer to {@code parameters}. */
    public ObjectNode answer(Parameters parameters) {
        Filters filters = Filters.of(parameters);
        String groupBy = parameters
                .choice("group_by", "team", "agent", "task_type", "model", "session", "project", "provider")
                .orElse("team");
        Span span = Span.ofGroups(parameters, clock.instant());
        span.checkSessions(groupBy, filters);
        return listings.page(parameters, "rows", () -> make(filters, groupBy, span));
    }

    private Listings.Made make(Filters filters, String groupBy, Span span) {
        SpendReport report = ledger.spend(new SpendQuery(
                List.of(SpendDimension.valueOf(groupBy.toUpperCase(Locale.ROOT))),
                span.from(),
                span.to(),
                span.zone(),
                filters.where(),
                GROUPS_MAX + 1));
        boolean isCutOff = report.lines().size() > GROUPS_MAX;
        List<SpendLine> lines = isCutOff ? report.lines().subList(0, GROUPS_MAX) : report.lines();
        ObjectNode head = Forms.object();
        head.put("as_of", Forms.time(report.freshness().asOf()));
        head.put("tz", Forms.zone(span.zone()));
        head.put("currency", "USD");
        head.set("filters", filters.json());
        head.put("from", Forms.time(span.from()));
        head.put("to", Forms.time(span.to()));
        head.put("group_by", groupBy);
        head.put("groups", lines.size());
        head.put("is_cut_off", isCutOff);
        Forms.put(head.putObject("total"), report.total());
        return new Listings.Made(
                head, lines.stream().map(line -> row(line, report)).toList());
    }

    private static ObjectNode row(SpendLine line, SpendReport report) {
        ObjectNode node = Forms.object();
        node.put("key", line.values().get(0));
        node.put(
                "cost_share",
                Forms.ratio(line.sums().knownCost(), report.total().knownCost(), SHARE_DECIMALS)
                        .orElse(null));
        return Forms.put(node, line.sums());
    }
}
