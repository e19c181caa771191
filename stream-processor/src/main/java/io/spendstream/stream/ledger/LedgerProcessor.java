package io.spendstream.stream.ledger;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.dedupe.SeenEvent;
import io.spendstream.stream.dedupe.SeenEvents.Found;
import io.spendstream.stream.dedupe.Verdict;
import io.spendstream.stream.intake.AcceptedEvent;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.timing.Postponed;
import io.spendstream.stream.totals.Metered;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the ledger: one line for each event that counts, one for each that corrects another, and one for each whose
 * price has come at last.
 */
public final class LedgerProcessor extends ContextualProcessor<byte[], AcceptedEvent, byte[], Object> {
    /** How often prices are looked up again for what waits for one; nothing is done while nothing waits. */
    static final Duration LOOK_UP_INTERVAL = Duration.ofSeconds(2);

    private static final Duration BEGIN_AFTER = Duration.ofMillis(1);
    private static final Duration SLICE_INTERVAL = Duration.ofMillis(20);
    private static final int SLICE_MAX = 500;
    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    private final PriceSource prices;
    private final LedgerSettings settings;
    private final Exits exits;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private EventMemory memory;

    @SuppressWarnings("NullAway.Init")
    private CostPosting costs;

    @SuppressWarnings("NullAway.Init")
    private Postponed lookUp;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param ledger takes each ledger line, as JSON
     * @param refused takes each dead letter
     * @param tally takes what became of each event
     */
    public record Exits(String ledger, String refused, String tally) {}

    public LedgerProcessor(PriceSource prices, LedgerSettings settings, Exits exits) {
        this.prices = prices;
        this.settings = settings;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        memory = new EventMemory(context, settings.window());
        costs = new CostPosting(context, memory, settings, exits);
        lookUp = new Postponed(context, this::lookUp);
        // not at once: what init writes, nothing would commit until a record comes
        new Postponed(context, timestamp -> memory.begin()).askAfter(BEGIN_AFTER);
        if (!memory.waiting().isEmpty()) {
            lookUp.askAfter(SLICE_INTERVAL);
        }
    }

    @Override
    public void process(Record<byte[], AcceptedEvent> record) {
        AcceptedEvent accepted = record.value();
        Found found = memory.find(accepted.event().eventId(), accepted.latestArrival());
        Optional<Posting> posting;
        try {
            posting = postingOf(accepted, found == null ? null : found.seen());
        } catch (RejectedException e) {
            context().forward(DeadLetters.of(accepted.received(), e), exits.refused());
            tally(Metered.rejected(e.reason(), accepted.latestArrival()), record);
            return;
        }
        if (posting.isEmpty()) {
            tally(Metered.duplicate(accepted.latestArrival()), record);
            return;
        }
        write(posting.get(), found, record);
    }

    private Optional<Posting> postingOf(AcceptedEvent accepted, @Nullable SeenEvent seen) {
        UsageEvent event = accepted.event();
        Pricer pricer = prices.inForce().pricer();
        Instant recordedAt = accepted.received().arrivedAt();
        return switch (Verdict.on(event, seen)) {
            case FIRST -> Optional.of(Posting.first(event, pricer, recordedAt));
            case SUPERSEDES -> {
                LedgerLine earlier = requireNonNull(requireNonNull(seen).known());
                yield Optional.of(Posting.correction(earlier, event, pricer, recordedAt));
            }
            case DUPLICATE -> Optional.empty();
        };
    }

    /** Encodes before it remembers: once the event is remembered, nothing may fail without aborting everything. */
    private void write(Posting posting, @Nullable Found found, Record<byte[], AcceptedEvent> record) {
        LedgerLine line = posting.line();
        byte[] json = LedgerLineJson.write(line);
        Instant latestArrival = record.value().latestArrival();

        FailPoint.PROCESSOR_BEFORE_SEEN_PUT.hit();
        memory.remember(posting, found, latestArrival);
        FailPoint.PROCESSOR_AFTER_SEEN_PUT.hit();
        if (posting.known().pricing().status() == PricingStatus.UNPRICED) {
            lookUp.askAfter(LOOK_UP_INTERVAL);
        }
        context().forward(new Record<>(record.key(), json, record.timestamp()), exits.ledger());
        FailPoint.PROCESSOR_AFTER_LEDGER_FORWARD.hit();
        Metered counted = Metered.counted(line, latestArrival);
        tally(settings.isInTotals(line.timestamp(), latestArrival) ? counted : counted.withoutLine(), record);
        FailPoint.PROCESSOR_AFTER_TALLY.hit();
    }

    private void tally(Metered metered, Record<byte[], AcceptedEvent> record) {
        context().forward(new Record<>(record.key(), metered, record.timestamp()), exits.tally());
    }

    /** Brings in the cost of what waits and the prices in force cover, a slice at a time. */
    private void lookUp(long timestamp) {
        Prices inForce = prices.inForce();
        WaitingLines waiting = memory.waiting();
        WaitingLines.Slice slice = waiting.next(inForce.version(), SLICE_MAX);
        for (LedgerLine line : slice.lines()) {
            lookUp(line, inForce, timestamp);
        }
        if (!slice.isLast()) {
            lookUp.askAfter(SLICE_INTERVAL);
            return;
        }
        waiting.finish(inForce.version());
        if (!waiting.isEmpty()) {
            lookUp.askAfter(LOOK_UP_INTERVAL);
        }
    }

    private void lookUp(LedgerLine waiting, Prices inForce, long timestamp) {
        Pricing pricing;
        try {
            String team = waiting.attribution().team();
            pricing = inForce.pricer()
                    .price(waiting.call(), team, waiting.usage(), waiting.usageStatus(), waiting.timestamp());
        } catch (RejectedException e) {
            LOG.warn("event {} stays without a price: {}", waiting.eventId(), e.getMessage());
            return;
        }
        if (!pricing.status().hasCost()) {
            return;
        }
        Posting posting = Posting.priced(waiting, pricing, recordedAt(waiting, inForce));
        costs.post(posting.line(), posting.known(), timestamp);
    }

    private Instant recordedAt(LedgerLine waiting, Prices inForce) {
        Instant since = inForce.since();
        return since == null || since.isBefore(waiting.recordedAt()) ? waiting.recordedAt() : since;
    }
}
