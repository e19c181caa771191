package io.spendstream.stream.totals;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of a store is what stands in it, however much more the store holds. */
final class TalliesTest {
    private static final Tallies.Form<Integer, Long> FORM = new Tallies.Form<>(
            key -> ByteBuffer.allocate(Integer.BYTES).putInt(key).array(),
            key -> ByteBuffer.wrap(key).getInt(),
            ByteWriter::putLong,
            ByteReader::getLong,
            0L);
    private static final int KEYS = 3 * Tallies.REMEMBERED_MAX;

    private final KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("tallies"), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void open() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @Test
    void moreKeysThanAreRememberedReadAsTheyStandInTheStore() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var tallies = new Tallies<>(store, FORM);
        Map<Integer, Long> sums = new HashMap<>();
        Map<Integer, Long> passedOn = new HashMap<>();

        for (int i = 0; i < 4 * KEYS; i++) {
            int key = random.nextInt(KEYS);
            tallies.change(key, tally -> tally + 1);
            sums.merge(key, 1L, Long::sum);
            if (random.nextInt(KEYS) == 0) {
                tallies.flush(passedOn::put);
            }
            if (random.nextInt(KEYS) == 0) {
                tallies.write();
            }
        }
        tallies.write();

        var again = new Tallies<>(store, FORM);
        sums.forEach((key, sum) -> {
            assertThat(tallies.get(key)).as("seed %d, key %d", seed, key).isEqualTo(sum);
            assertThat(again.get(key))
                    .as("seed %d, key %d, read again", seed, key)
                    .isEqualTo(sum);
        });
        again.flush(passedOn::put);
        assertThat(passedOn).as("seed %d", seed).isEqualTo(sums);
    }

    @Test
    void whatWasRemovedIsNone() {
        var tallies = new Tallies<>(store, FORM);
        tallies.change(1, tally -> tally + 10L);
        tallies.change(2, tally -> tally + 20L);
        tallies.flush((key, tally) -> {});

        assertThat(tallies.removeIf((key, tally) -> key == 1)).containsExactly(1);

        assertThat(tallies.get(1)).isZero();
        assertThat(tallies.get(2)).isEqualTo(20);
        tallies.write();
        assertThat(new Tallies<>(store, FORM).get(1)).isZero();
    }

    @Test
    void whatChangesOftenIsWrittenOnce() {
        var tallies = new Tallies<>(store, FORM);
        for (int i = 0; i < 100; i++) {
            tallies.change(1, tally -> tally + 1);
        }
        assertThat(store.approximateNumEntries()).isZero();

        tallies.write();

        var again = new Tallies<>(store, FORM);
        assertThat(again.get(1)).isEqualTo(100);
        assertThat(again.hasChanges()).isTrue();
    }

    @Test
    void whatWasRemovedBeforeItWasPassedOnIsNotPassedOn() {
        var tallies = new Tallies<>(store, FORM);
        tallies.change(1, tally -> tally + 10L);
        tallies.change(2, tally -> tally + 20L);
        tallies.removeIf((key, tally) -> key == 1);
        Map<Integer, Long> passedOn = new HashMap<>();

        assertThat(tallies.flush(passedOn::put)).isEqualTo(1);

        assertThat(passedOn).containsOnlyKeys(2);
    }

    @Test
    void whatWasPassedOnAndWrittenIsNotPassedOnAgain() {
        var tallies = new Tallies<>(store, FORM);
        tallies.change(1, tally -> tally + 10L);
        tallies.write();
        tallies.flush((key, tally) -> {});
        tallies.write();

        assertThat(new Tallies<>(store, FORM).hasChanges()).isFalse();
    }
}
