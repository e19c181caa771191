package io.spendstream.stream.intake;

import io.spendstream.contract.Readmission;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.stream.rejection.DeadLetters;
import io.spendstream.stream.rejection.Received;
import io.spendstream.stream.totals.Metered;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends valid, timely events on, and everything else to the dead letters. */
public final class IntakeProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {
    private final AcceptanceWindow window;
    private final @Nullable UUID usageTopic;
    private final Exits exits;

    // set by init, before the first record
    @SuppressWarnings("NullAway.Init")
    private Arrivals arrivals;

    @SuppressWarnings("NullAway.Init")
    private SourceTopic source;

    /**
     * Where this processor's output goes, by node name.
     *
     * @param accepted takes each {@link AcceptedEvent}
     * @param refused takes each dead letter
     * @param tally takes what became of the refused
     */
    public record Exits(String accepted, String refused, String tally) {}

    /**
     * @param window which events are accepted
     * @param usageTopic the id of the topic they come from; null where topics have none
     */
    public IntakeProcessor(AcceptanceWindow window, @Nullable UUID usageTopic, Exits exits) {
        this.window = window;
        this.usageTopic = usageTopic;
        this.exits = exits;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        arrivals = Arrivals.ofUsage(context.getStateStore(Arrivals.STORE));
        source = new SourceTopic(context.getStateStore(Arrivals.STORE), usageTopic);
        source.check();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Received received = Received.of(record, context());
        source.keep();
        Instant latestArrival = arrivals.note(received.arrivedAt());
        AcceptedEvent accepted;
        try {
            UsageEvent event = Intake.read(received.key(), received.value());
            Instant judgedAt = Readmission.judgedAt(received.headers(), event.timestamp());
            window.check(judgedAt, received.arrivedAt(), latestArrival);
            accepted = new AcceptedEvent(event, received, latestArrival);
        } catch (RejectedException e) {
            FailPoint.PROCESSOR_BEFORE_DEAD_LETTER.hit();
            context().forward(DeadLetters.of(received, e), exits.refused());
            FailPoint.PROCESSOR_AFTER_DEAD_LETTER.hit();
            Metered metered = Metered.rejected(e.reason(), latestArrival);
            context().forward(new Record<>(record.key(), metered, record.timestamp()), exits.tally());
            return;
        }
        context().forward(new Record<>(record.key(), accepted, record.timestamp()), exits.accepted());
    }
}
