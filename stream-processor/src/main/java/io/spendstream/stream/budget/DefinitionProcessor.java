package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.rejection.Received;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads budget definitions; what cannot be read goes to the dead letters, and the old definition stays in force. */
public final class DefinitionProcessor extends ContextualProcessor<byte[], byte[], Object, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionProcessor.class);

    private final Exits exits;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param definitions takes each {@link DefinitionChange}
     * @param refused takes each dead letter
     */
    public record Exits(String definitions, String refused) {}

    public DefinitionProcessor(Exits exits) {
        this.exits = exits;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        DefinitionChange change;
        try {
            change = read(record);
        } catch (IllegalArgumentException | RejectedException e) {
            LOG.warn("ignoring an unreadable budget definition: {}", e.getMessage());
            var rejection = new RejectedException(RejectionReason.INVALID_VALUE, "not a budget: " + e.getMessage());
            Received received = Received.of(record, context());
            context().forward(DeadLetters.of(received, rejection), exits.refused());
            return;
        }
        context().forward(new Record<>(change.id(), change, record.timestamp()), exits.definitions());
    }

    private static DefinitionChange read(Record<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new IllegalArgumentException("the key must be the budget's id");
        }
        String id = new String(record.key(), UTF_8);
        Instant arrivedAt = Instant.ofEpochMilli(record.timestamp());
        if (record.value() == null) {
            return new DefinitionChange(id, null, arrivedAt);
        }
        Budget budget = BudgetJson.read(record.value());
        if (!budget.id().equals(id)) {
            throw new IllegalArgumentException("the key must be the budget's id: %s and %s".formatted(id, budget.id()));
        }
        return new DefinitionChange(id, budget, arrivedAt);
    }
}
