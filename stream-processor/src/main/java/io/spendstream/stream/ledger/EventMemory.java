package io.spendstream.stream.ledger;

import io.spendstream.contract.LedgerLine;
import io.spendstream.stream.dedupe.SeenEvent;
import io.spendstream.stream.dedupe.SeenEvents;
import io.spendstream.stream.dedupe.SeenEvents.Found;
import io.spendstream.stream.intake.AcceptanceWindow;
import io.spendstream.stream.intake.Arrivals;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * What one partition remembers of its events besides their lines: which were seen, which wait for a price, and which
 * corrections were posted. Whatever is posted, it goes through here, so that the three never disagree. Used by one
 * thread, that of its task.
 */
final class EventMemory {
    private final SeenEvents seen;
    private final WaitingLines waiting;
    private final PostedCorrections posted;
    private final Arrivals usageArrivals;
    private final Arrivals orderArrivals;

    /** Continues from what the stores of {@code context} hold. */
    EventMemory(ProcessingContext context, AcceptanceWindow window) {
        seen = new SeenEvents(context.getStateStore(SeenEvents.STORE), window);
        waiting = new WaitingLines(context.getStateStore(WaitingLines.STORE));
        posted = new PostedCorrections(context.getStateStore(PostedCorrections.STORE), window);
        usageArrivals = Arrivals.ofUsage(context.getStateStore(Arrivals.STORE));
        orderArrivals = Arrivals.ofOrders(context.getStateStore(Arrivals.STORE));
    }

    /** Writes into the stores what they need to be restarted in an orderly way. */
    void begin() {
        seen.begin();
        posted.begin();
    }

    WaitingLines waiting() {
        return waiting;
    }

    /** Returns {@code time}, or the latest arrival of a usage event so far if that is later. */
    Instant laterOf(Instant time) {
        return later(time, usageArrivals.latest());
    }

    /** Notes that an order arrived at {@code arrivedAt} and returns the latest arrival of one so far. */
    Instant noteOrder(Instant arrivedAt) {
        return orderArrivals.note(arrivedAt);
    }

    /** Returns what is remembered of {@code eventId}, or null. */
    @Nullable
    Found find(String eventId, Instant latestArrival) {
        return seen.find(eventId, latestArrival);
    }

    /** Returns the corrections of {@code eventId} that are remembered, the latest first. */
    List<PostedCorrections.Posted> corrections(String eventId) {
        return posted.find(eventId, latest());
    }

    /** Returns what the ledger says of {@code eventId}, if it is still open: it may be superseded, or wants a price. */
    @Nullable
    LedgerLine open(String eventId) {
        LedgerLine line = waiting.find(eventId);
        if (line != null) {
            return line;
        }
        Found found = find(eventId, usageArrivals.latest());
        return found == null ? null : found.seen().known();
    }

    /**
     * Remembers {@code posting}, of a usage event.
     *
     * @param found what was remembered of the event until now; null if it is the first
     */
    void remember(Posting posting, @Nullable Found found, Instant latestArrival) {
        LedgerLine line = posting.line();
        SeenEvent event = SeenEvent.of(posting.known());
        if (found == null) {
            seen.remember(line.eventId(), event, latestArrival);
        } else {
            seen.replace(line.eventId(), found, event, latestArrival);
        }
        waiting.note(posting.known());
        if (line.entry() > 0) {
            posted.remember(line, later(latestArrival, orderArrivals.latest()));
        }
    }

    /**
     * Remembers {@code line}, which changed nothing but the cost of its event.
     *
     * @param known what the ledger says of the event from now on; null if it is not open
     */
    void rememberCost(LedgerLine line, @Nullable LedgerLine known) {
        Instant latestUsage = usageArrivals.latest();
        if (known != null) {
            waiting.note(known);
            Found found = seen.find(line.eventId(), latestUsage);
            if (found != null && found.seen().known() != null) {
                seen.replace(line.eventId(), found, SeenEvent.of(known), latestUsage);
            }
        }
        posted.remember(line, latest());
    }

    private Instant latest() {
        return later(usageArrivals.latest(), orderArrivals.latest());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
