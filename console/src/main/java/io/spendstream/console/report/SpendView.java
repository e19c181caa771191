package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendDimension;
import io.spendstream.sink.report.SpendSeries;
import io.spendstream.sink.report.SpendSeriesQuery;
import io.spendstream.sink.report.SpendSums;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/spend}: spend over time. */
public final class SpendView {
    private static final int TOP_MAX = 20;
    private static final int TOP = 8;

    private final LedgerReader ledger;
    private final InstantSource clock;

    /** Creates a view of {@code ledger}. */
    public SpendView(LedgerReader ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Returns the answer to {@code parameters}. */
    public ObjectNode answer(Parameters parameters) {
        Filters filters = Filters.of(parameters);
        String groupBy = parameters
                .choice("group_by", "team", "agent", "task_type", "model", "session", "none")
                .orElse("team");
        Span span = Span.ofSeries(parameters, clock.instant());
        span.checkSessions(groupBy, filters);
        @Nullable
        SpendDimension by = groupBy.equals("none") ? null : SpendDimension.valueOf(groupBy.toUpperCase(Locale.ROOT));
        List<Instant> edges = span.edges();
        SpendSeries series = ledger.series(
                new SpendSeriesQuery(by, edges, filters.where(), parameters.number("top", 1, TOP_MAX, TOP)));
        ObjectNode node = Forms.object();
        node.put("as_of", Forms.time(series.asOf()));
        node.put("tz", Forms.zone(span.zone()));
        node.put("currency", "USD");
        node.set("filters", filters.json());
        node.put("from", Forms.time(span.from()));
        node.put("to", Forms.time(span.to()));
        node.put("bucket", span.bucket().wireName());
        node.put("group_by", groupBy);
        ArrayNode buckets = node.putArray("buckets");
        for (int i = 1; i < edges.size(); i++) {
            buckets.addObject().put("start", Forms.time(edges.get(i - 1))).put("end", Forms.time(edges.get(i)));
        }
        ArrayNode groups = node.putArray("series");
        series.groups().forEach(group -> put(groups.addObject(), group, by != null));
        Forms.put(node.putObject("total"), series.total());
        return node;
    }

    private static void put(ObjectNode node, SpendSeries.Group group, boolean isGrouped) {
        boolean isOther = isGrouped && group.value() == null;
        node.put("key", group.value());
        node.put("name", isOther ? "other" : group.value() == null ? "all" : group.value());
        node.put("is_other", isOther);
        ArrayNode costs = node.putArray("cost_usd");
        ArrayNode calls = node.putArray("calls");
        ArrayNode unpriced = node.putArray("unpriced_calls");
        ArrayNode tokens = node.putArray("tokens");
        for (SpendSums piece : group.pieces()) {
            costs.add(Forms.cost(piece));
            calls.add(piece.calls());
            unpriced.add(piece.unpricedCalls());
            tokens.add(Math.addExact(piece.promptTokens(), piece.completionTokens()));
        }
        Forms.put(node.putObject("total"), group.total());
    }
}
