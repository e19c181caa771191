package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What a budget has spent is what all partitions say, also when some of them forget. */
class MergedCellsTest {
    private static final BudgetCell SESSION = new BudgetCell("loop", 1, List.of("s1"), 0);
    private static final BudgetCell LONGER_NAME = new BudgetCell("loop", 1, List.of("s1", "x"), 0);

    private final MergedCells cells = new MergedCells(store("sources"), store("totals"));

    private static KeyValueStore<byte[], byte[]> store(String name) {
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }

    private static BudgetPartial partial(long calls) {
        return new BudgetPartial(new Tally(calls, 0, 0, Money.ZERO, 0), Instant.EPOCH, "e");
    }

    private static BudgetMessage.OfCell from(int partition) {
        return new BudgetMessage.OfCell(SESSION, partition);
    }

    private long calls() {
        return cells.get(SESSION).tally().calls();
    }

    @Test
    void aPartitionThatForgetsItsPartTakesNothingOutOfTheSum() {
        cells.merge(from(0), partial(5));
        cells.merge(from(1), partial(3));

        assertThat(cells.forget(from(0))).isFalse();
        assertThat(calls()).isEqualTo(8);

        // it was quiet for long, and begins its part anew
        assertThat(requireNonNull(cells.merge(from(0), partial(1)))
                        .after()
                        .tally()
                        .calls())
                .isEqualTo(9);
    }

    @Test
    void theSumIsForgottenWithItsLastPart() {
        cells.merge(from(0), partial(5));
        cells.merge(from(1), partial(3));
        cells.merge(new BudgetMessage.OfCell(LONGER_NAME, 0), partial(7));

        assertThat(cells.forget(from(0))).isFalse();
        assertThat(cells.forget(from(1))).isTrue();
        assertThat(calls()).isZero();
        assertThat(cells.get(LONGER_NAME).tally().calls()).isEqualTo(7);
        assertThat(cells.forget(from(1))).isFalse();
    }

    @Test
    void aPartThatComesAgainChangesNothing() {
        cells.merge(from(0), partial(5));

        assertThat(cells.merge(from(0), partial(5))).isNull();
        assertThat(calls()).isEqualTo(5);
    }
}
