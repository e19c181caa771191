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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        String signature = Integer.toHexString(parameters.signature("cursor").hashCode());
        Optional<String> cursor = parameters.cursor();
        Start start = cursor.isPresent() ? resume(cursor.get(), signature) : start(parameters, now);
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
        node.put("next_cursor", isMore ? cursor(start.since, shown.get(limit - 1), signature) : null);
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

    private static String cursor(Instant since, LedgerEntry last, String signature) {
        return Listings.encoded("%s/%s/%d/%s".formatted(since, last.line().timestamp(), last.id(), signature));
    }

    private static Start resume(String cursor, String signature) {
        String[] parts = Listings.decoded(cursor).split("/", -1);
        if (parts.length != 4) {
            throw Listings.malformed(cursor);
        }
        if (!parts[3].equals(signature)) {
            throw Listings.otherQuestion(cursor);
        }
        try {
            return new Start(Instant.parse(parts[0]), new Place(Instant.parse(parts[1]), Long.parseLong(parts[2])));
        } catch (DateTimeException | NumberFormatException e) {
            throw Listings.malformed(cursor);
        }
    }
}
