package io.spendstream.stream.ledger;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.RejectedException;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.rejection.Received;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Posts the corrections that operators ordered. An order that was posted already is passed over; one that was made from
 * what is no longer so is refused, and whoever made it makes it again.
 */
public final class OrderProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {
    private final LedgerSettings settings;
    private final LedgerProcessor.Exits exits;

    @SuppressWarnings("NullAway.Init") // set by init, before the first record
    private EventMemory memory;

    @SuppressWarnings("NullAway.Init")
    private CostPosting costs;

    public OrderProcessor(LedgerSettings settings, LedgerProcessor.Exits exits) {
        this.settings = settings;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        memory = new EventMemory(context, settings.window());
        costs = new CostPosting(context, memory, settings, exits);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Received received = Received.of(record, context());
        Instant latestOrder = memory.noteOrder(received.arrivedAt());
        LedgerLine order;
        LedgerLine known;
        try {
            order = Order.read(received);
            settings.window().checkArrival(received.arrivedAt(), latestOrder);
            known = memory.open(order.eventId());
            if (Order.isPosted(order, known, memory.corrections(order.eventId()))) {
                return;
            }
        } catch (RejectedException e) {
            context().forward(DeadLetters.of(received, e), exits.refused());
            return;
        }
        costs.post(order, known == null ? null : Posting.knownAfter(known, order), record.timestamp());
    }
}
