package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.stream.totals.Metered;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Posts lines that change nothing but the cost of their event, whether a price came late or an operator ordered them.
 * Used by one thread, that of its task.
 */
final class CostPosting {
    private final ProcessorContext<byte[], Object> context;
    private final EventMemory memory;
    private final LedgerSettings settings;
    private final LedgerProcessor.Exits exits;

    CostPosting(
            ProcessorContext<byte[], Object> context,
            EventMemory memory,
            LedgerSettings settings,
            LedgerProcessor.Exits exits) {
        this.context = context;
        this.memory = memory;
        this.settings = settings;
        this.exits = exits;
    }

    /**
     * Writes {@code line} to the ledger and, unless their memory of its day has ended, to the totals.
     *
     * @param known what the ledger says of the event from now on; null if it is not open
     */
    void post(LedgerLine line, @Nullable LedgerLine known, long timestamp) {
        // encodes before it remembers: once the line is remembered, nothing may fail without aborting everything
        byte[] json = LedgerLineJson.write(line);
        byte[] key = line.eventId().getBytes(UTF_8);
        Instant latestArrival = memory.laterOf(line.recordedAt());

        memory.rememberCost(line, known);
        context.forward(new Record<>(key, json, timestamp), exits.ledger());
        if (settings.isInTotals(line.timestamp(), latestArrival)) {
            context.forward(new Record<>(key, Metered.corrected(line, latestArrival), timestamp), exits.tally());
        }
    }
}
