package io.spendstream.stream.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.stream.timing.BeforeCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The second stage on its own: partials of several partitions, lost, repeated and out of step. */
final class TotalsProcessorTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Cell CELL = Cell.at(new Scope(Dimension.ALL, List.of()), NOON);
    private static final Cell OUTCOME = Cell.of(Outcome.ACCEPTED);
    private static final Duration MEMORY = Duration.ofDays(35);

    private final KeyValueStore<byte[], byte[]> sourcePartials = store(TotalsProcessor.SOURCE_PARTIALS_STORE);
    private final KeyValueStore<byte[], byte[]> totals = store(TotalsProcessor.TOTALS_STORE);

    private final BeforeCommit beforeCommit =
            BeforeCommit.builder(TotalsProcessor.BEFORE_COMMIT).build();

    private MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
    private TotalsProcessor processor = newProcessor();

    private static KeyValueStore<byte[], byte[]> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
    }

    private static TotalsProcessor newProcessor() {
        return new TotalsProcessor(Duration.ofMillis(25), MEMORY, new TotalsProcessor.Exits("totals", "refused"));
    }

    @BeforeEach
    void open() {
        sourcePartials.init(context.getStateStoreContext(), sourcePartials);
        totals.init(context.getStateStoreContext(), totals);
        start();
    }

    /** Starts a processor on what the one before left in the stores, as after a commit and a crash. */
    private void start() {
        beforeCommit.flushCache();
        context = new MockProcessorContext<>();
        context.addStateStore(sourcePartials);
        context.addStateStore(totals);
        context.addStateStore(beforeCommit);
        processor = newProcessor();
        processor.init(context);
    }

    private void partial(int sourcePartition, @Nullable Tally tally) {
        byte[] key = TotalsFormat.writePartialKey(new PartialKey(CELL, sourcePartition));
        byte @Nullable [] value = tally == null ? null : TotalsFormat.writeTally(new TimedTally(tally, NOON));
        processor.process(new Record<>(key, value, NOON.toEpochMilli()));
    }

    private void outcome(long calls) {
        byte[] key = TotalsFormat.writePartialKey(new PartialKey(OUTCOME, 0));
        byte[] value = TotalsFormat.writeTally(new TimedTally(tally(calls), NOON));
        processor.process(new Record<>(key, value, NOON.toEpochMilli()));
    }

    private List<Tally> flushed(Instant time) {
        context.resetForwards();
        context.scheduledPunctuators().stream()
                .filter(scheduled -> !scheduled.cancelled())
                .forEach(scheduled -> scheduled.getPunctuator().punctuate(time.toEpochMilli()));
        return context.forwarded("totals").stream()
                .map(forward -> (Tally) forward.record().value())
                .toList();
    }

    private static Tally tally(long calls) {
        return new Tally(calls, 2 * calls, 3 * calls, Money.ofUnits(5 * calls), 0);
    }

    @Test
    void addsUpTheLatestPartialOfEachPartition() {
        partial(0, tally(3));
        partial(1, tally(4));
        partial(0, tally(10));

        assertThat(flushed(NOON)).containsExactly(tally(14));
    }

    @Test
    void aRepeatedPartialChangesNothing() {
        partial(0, tally(3));
        flushed(NOON);
        partial(0, tally(3));

        assertThat(flushed(NOON)).isEmpty();
    }

    @Test
    void theTotalIsRightWhicheverPartialsAreLostButTheLast() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long expected = 0;
        List<Integer> steps = new ArrayList<>();
        for (int partition = 0; partition < 6; partition++) {
            long calls = 0;
            for (int step = 0; step < 20; step++) {
                calls += random.nextInt(5);
                if (step == 19 || random.nextBoolean()) {
                    partial(partition, tally(calls));
                    steps.add(step);
                }
            }
            expected += calls;
        }

        assertThat(flushed(NOON)).as("seed %d, steps %s", seed, steps).containsExactly(tally(expected));
    }

    @Test
    void aForgottenPartialLeavesTheTotal() {
        partial(0, tally(3));
        partial(0, null);
        partial(1, tally(4));

        assertThat(flushed(NOON)).containsExactly(tally(7));
    }

    @Test
    void sendsAfterARestartWhatWasCommittedBeforeItCouldBeSent() {
        partial(0, tally(3));
        start();

        assertThat(flushed(NOON)).containsExactly(tally(3));
        start();
        assertThat(flushed(NOON)).isEmpty();
    }

    @Test
    void forgetsATotalLongAfterItsLastChangeAndSaysNothing() {
        partial(0, tally(3));
        flushed(NOON);

        outcome(1);
        assertThat(flushed(NOON.plus(MEMORY))).containsExactly(tally(1));
        beforeCommit.flushCache();
        assertThat(totals.get(TotalsFormat.writeTotalKey(CELL.totalKey()))).isNotNull();

        outcome(2);
        assertThat(flushed(NOON.plus(MEMORY).plus(Duration.ofDays(1)))).containsExactly(tally(2));
        beforeCommit.flushCache();
        assertThat(totals.get(TotalsFormat.writeTotalKey(CELL.totalKey()))).isNull();
        assertThat(totals.get(TotalsFormat.writeTotalKey(OUTCOME.totalKey()))).isNotNull();
    }
}
