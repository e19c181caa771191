package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.console.http.Problem;
import io.spendstream.contract.PricingStatus;
import io.spendstream.sink.report.LedgerEntry;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.NewestQuery;
import io.spendstream.sink.report.NewestQuery.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events}: ledger lines, newest first. */
public final class EventsView {
    private static final Duration BACK = Duration.ofDays(31);
    private static final Duration BACK_MAX = Duration.ofDays(400);
    /** Calls may be said to have happened a little later than now. */
    private static final Duration AHEAD = Duration.ofMinutes(6);

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 500;

    private final LedgerReader ledger;
    private final InstantSource clock;

    private record Start(Instant since, Place before) {}

    /** Creates a view of {@code ledger}. */
    public EventsView(LedgerReader ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Returns the answer to {@code parameters}. */
    public ObjectNode answer(Parameters parameters) {
        Filters filters = Filters.of(parameters);
        Instant now = clock.instant();
        int limit = parameters.number("limit", 1, PAGE_MAX, PAGE);
        @Nullable
        PricingStatus status = parameters
                .choice("pricing_status", "priced", "free", "unpriced")
                .map(name -> PricingStatus.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(null);
        Start start = Cursor.place(parameters, 3, EventsView::resume).orElseGet(() -> start(parameters, now));
        List<LedgerEntry> entries =
                ledger.newest(new NewestQuery(filters.where(), status, start.since, start.before, limit + 1));
        boolean isMore = entries.size() > limit;
        ObjectNode node = Forms.object();
        node.put("as_of", Forms.time(now));
        node.set("filters", filters.json());
        node.put("from", Forms.time(start.since));
        ArrayNode events = node.putArray("events");
        List<LedgerEntry> shown = isMore ? entries.subList(0, limit) : entries;
        shown.forEach(entry -> events.add(Forms.event(entry.partition(), entry.offset(), entry.line())));
        node.put("next_cursor", isMore ? cursor(parameters, start.since, shown.get(limit - 1)) : null);
        return node;
    }

    private static Start start(Parameters parameters, Instant now) {
        Instant to = parameters.time("to").orElse(now.plus(AHEAD));
        Instant from = parameters.time("from").orElse(to.minus(BACK));
        if (!from.isBefore(to) || from.plus(BACK_MAX).isBefore(to)) {
            throw Problem.invalid("from", from.toString(), "before to, and at most 400 days")
                    .exception();
        }
        return new Start(from, Place.before(to.minusNanos(1_000)));
    }

    private static String cursor(Parameters parameters, Instant since, LedgerEntry last) {
        return Cursor.after(parameters, since, last.line().timestamp(), last.id());
    }

    private static Start resume(List<String> place) {
        return new Start(
                Instant.parse(place.get(0)), new Place(Instant.parse(place.get(1)), Long.parseLong(place.get(2))));
    }
}
