package io.spendstream.stream.ledger;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageEvent;
import io.spendstream.stream.dedupe.SeenEvent;
import io.spendstream.stream.dedupe.SeenEvents;
import io.spendstream.stream.dedupe.Verdict;
import io.spendstream.stream.intake.AcceptanceWindow;
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

/** Writes the ledger: one line for each event that counts, and one for each that corrects another. */
public final class LedgerProcessor extends ContextualProcessor<byte[], AcceptedEvent, byte[], Object> {
    private static final Duration BEGIN_AFTER = Duration.ofMillis(1);

    private final PriceSource prices;
    private final AcceptanceWindow window;
    private final Exits exits;

    @SuppressWarnings("NullAway.Init") // set by init, before the first record
    private SeenEvents seenEvents;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param ledger takes each ledger line, as JSON
     * @param refused takes each dead letter
     * @param tally takes what became of each event
     */
    public record Exits(String ledger, String refused, String tally) {}

    public LedgerProcessor(PriceSource prices, AcceptanceWindow window, Exits exits) {
        this.prices = prices;
        this.window = window;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        seenEvents = new SeenEvents(context.getStateStore(SeenEvents.STORE), window);
        // not at once: what init writes, nothing would commit until a record comes
        new Postponed(context, timestamp -> seenEvents.begin()).askAfter(BEGIN_AFTER);
    }

    @Override
    public void process(Record<byte[], AcceptedEvent> record) {
        AcceptedEvent accepted = record.value();
        Optional<Posting> posting;
        try {
            posting = postingOf(accepted);
        } catch (RejectedException e) {
            context().forward(DeadLetters.of(accepted.received(), e), exits.refused());
            tally(Metered.rejected(e.reason(), accepted.latestArrival()), record);
            return;
        }
        if (posting.isEmpty()) {
            tally(Metered.duplicate(accepted.latestArrival()), record);
            return;
        }
        write(posting.get(), record);
    }

    private Optional<Posting> postingOf(AcceptedEvent accepted) {
        UsageEvent event = accepted.event();
        Pricer pricer = prices.inForce().pricer();
        Instant recordedAt = accepted.received().arrivedAt();
        SeenEvent seen = seenEvents.find(event.eventId(), accepted.latestArrival());
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
    private void write(Posting posting, Record<byte[], AcceptedEvent> record) {
        LedgerLine line = posting.line();
        byte[] json = LedgerLineJson.write(line);
        SeenEvent seen = SeenEvent.of(posting.known());
        Instant latestArrival = record.value().latestArrival();

        seenEvents.remember(line.eventId(), seen, latestArrival);
        context().forward(new Record<>(record.key(), json, record.timestamp()), exits.ledger());
        tally(Metered.counted(line, latestArrival), record);
    }

    private void tally(Metered metered, Record<byte[], AcceptedEvent> record) {
        context().forward(new Record<>(record.key(), metered, record.timestamp()), exits.tally());
    }
}
