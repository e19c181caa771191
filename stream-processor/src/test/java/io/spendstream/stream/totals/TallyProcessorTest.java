package io.spendstream.stream.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Tally;
import io.spendstream.stream.timing.BeforeCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first stage on its own, through restarts. */
final class TallyProcessorTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration FLUSH = Duration.ofMillis(25);
    private static final TallyProcessor.Exits EXITS = new TallyProcessor.Exits("partials", "metered");

    private final KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(TallyProcessor.STORE), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    private final BeforeCommit beforeCommit =
            BeforeCommit.builder(TallyProcessor.BEFORE_COMMIT).build();

    private MockProcessorContext<Object, @Nullable Object> context = new MockProcessorContext<>();
    private TallyProcessor processor = new TallyProcessor(FLUSH, Duration.ofDays(5), EXITS);

    @BeforeEach
    void open() {
        store.init(context.getStateStoreContext(), store);
        start();
    }

    /** Starts a processor on what the one before left in the store, as after a commit and a crash. */
    private void start() {
        beforeCommit.flushCache();
        context = new MockProcessorContext<>();
        context.addStateStore(store);
        context.addStateStore(beforeCommit);
        processor = new TallyProcessor(FLUSH, Duration.ofDays(5), EXITS);
        processor.init(context);
    }

    private void process() {
        Metered metered = Metered.rejected(RejectionReason.WRONG_TYPE, NOON);
        processor.process(new Record<>(new byte[0], metered, NOON.toEpochMilli()));
    }

    private List<Tally> flushed() {
        context.resetForwards();
        context.scheduledPunctuators().stream()
                .filter(scheduled -> !scheduled.cancelled())
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(NOON.toEpochMilli()));
        return context.forwarded().stream()
                .map(forward -> ((TimedTally) forward.record().value()).tally())
                .toList();
    }

    @Test
    void passesOnTheSumNotTheSummands() {
        process();
        process();

        assertThat(flushed()).extracting(Tally::calls).containsExactly(2L);
        assertThat(flushed()).isEmpty();
    }

    @Test
    void goesOnFromTheSumAfterARestart() {
        process();
        flushed();
        start();
        process();

        assertThat(flushed()).extracting(Tally::calls).containsExactly(2L);
    }

    @Test
    void passesOnAfterARestartWhatWasCommittedBeforeItCouldBePassedOn() {
        process();
        start();

        assertThat(flushed()).extracting(Tally::calls).containsExactly(1L);
    }

    @Test
    void passesOnNothingAfterARestartThatWasPassedOnBefore() {
        process();
        flushed();
        start();

        assertThat(flushed()).isEmpty();
    }

    @Test
    void saysWhichPartitionItAddedUp() {
        process();
        flushed();

        assertThat(context.forwarded())
                .extracting(forward -> ((PartialKey) forward.record().key()).sourcePartition())
                .containsExactly(context.taskId().partition());
    }
}
