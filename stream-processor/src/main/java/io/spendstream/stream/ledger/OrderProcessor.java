package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.RejectedException;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.rejection.Received;
import io.spendstream.stream.totals.Metered;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Posts the corrections that operators ordered. An order that was posted already is passed over; one that was made from
 * what is no longer so is refused, and whoever made it makes it again.
 */
public final class OrderProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {
    private final LedgerSettings settings;
    private final LedgerProcessor.Exits exits;

    @SuppressWarnings("NullAway.Init") // set by init, before the first record
    private EventMemory memory;

    public OrderProcessor(LedgerSettings settings, LedgerProcessor.Exits exits) {
        this.settings = settings;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        memory = new EventMemory(context, settings.window());
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
        post(order, known == null ? null : Posting.knownAfter(known, order), record);
    }

    private void post(LedgerLine line, @Nullable LedgerLine known, Record<byte[], byte[]> record) {
        byte[] json = LedgerLineJson.write(line);
        byte[] key = line.eventId().getBytes(UTF_8);
        Instant latestArrival = memory.laterOf(line.recordedAt());

        memory.rememberCost(line, known);
        context().forward(new Record<>(key, json, record.timestamp()), exits.ledger());
        if (settings.isInTotals(line.timestamp(), latestArrival)) {
            context()
                    .forward(
                            new Record<>(key, Metered.corrected(line, latestArrival), record.timestamp()),
                            exits.tally());
        }
    }
}
