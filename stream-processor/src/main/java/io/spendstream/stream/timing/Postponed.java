package io.spendstream.stream.timing;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * Work that is done once, a while after it was asked for; asking again in the meantime changes nothing.
 *
 * <p>A punctuator that ran at an interval would have its task committed each time, even if nobody asked for anything.
 * Who asks again each time it is done, as the looks at the budgets do, pays that. Used by one thread, that of its task.
 */
public final class Postponed {
    private final ProcessingContext context;
    private final Punctuator work;
    private @Nullable Cancellable scheduled;

    /** Creates work that nobody asked for yet. */
    public Postponed(ProcessingContext context, Punctuator work) {
        this.context = context;
        this.work = work;
    }

    /** Asks for the work to be done after {@code delay}. */
    public void askAfter(Duration delay) {
        if (scheduled == null) {
            scheduled = context.schedule(delay, PunctuationType.WALL_CLOCK_TIME, this::run);
        }
    }

    private void run(long timestamp) {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
        work.punctuate(timestamp);
    }
}
