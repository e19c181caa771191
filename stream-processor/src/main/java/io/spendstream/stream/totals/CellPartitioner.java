package io.spendstream.stream.totals;

import io.spendstream.contract.Dimension;
import io.spendstream.stream.bytes.ByteWriter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends everything that concerns one {@link Scope} to one partition: its cells of all buckets and source partitions,
 * and its totals. All outcomes share one partition, so that one reader sees them all.
 *
 * <p>The partition is a hash of the scope and must never be computed otherwise: state on the old partitions would stay
 * behind.
 */
public final class CellPartitioner<K> implements StreamPartitioner<K, Object> {
    private final Function<K, Scope> scopeOf;

    /** Creates a partitioner for keys whose scope is {@code scopeOf} them. */
    public CellPartitioner(Function<K, Scope> scopeOf) {
        this.scopeOf = scopeOf;
    }

    /** Returns which of {@code partitions} partitions everything about {@code scope} is on. */
    public static int partition(Scope scope, int partitions) {
        var bytes = new ByteWriter(64);
        bytes.putText(scope.dimension().wireName());
        if (scope.dimension() != Dimension.OUTCOME) {
            scope.values().forEach(bytes::putText);
        }
        return Utils.toPositive(Utils.murmur2(bytes.toByteArray())) % partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, K key, Object value, int partitions) {
        return Optional.of(Set.of(partition(scopeOf.apply(key), partitions)));
    }
}
