package io.spendstream.stream.budget;

import io.spendstream.stream.bytes.ByteWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends everything about one allowance to one partition, whatever its window and generation: its cells of all source
 * partitions, and the alerts that were sent for it.
 *
 * <p>The partition must never be computed otherwise: what was sent would be forgotten.
 */
public final class BudgetPartitioner implements StreamPartitioner<BudgetMessage, Object> {
    static int partition(String budgetId, List<String> values, int partitions) {
        var bytes = new ByteWriter(64);
        bytes.putText(budgetId);
        values.forEach(bytes::putText);
        return Utils.toPositive(Utils.murmur2(bytes.toByteArray())) % partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, BudgetMessage key, Object value, int partitions) {
        if (key instanceof BudgetMessage.OfBook of) {
            return Optional.of(Set.of(of.targetPartition()));
        }
        BudgetCell cell = ((BudgetMessage.OfCell) key).cell();
        return Optional.of(Set.of(partition(cell.budgetId(), cell.values(), partitions)));
    }
}
