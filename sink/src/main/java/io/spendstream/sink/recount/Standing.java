package io.spendstream.sink.recount;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Topic;
import io.spendstream.sink.write.LedgerRow;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables stand in one snapshot: up to which position of the ledger topic they say what it says.
 *
 * @param topicId which topic they were written from; null if they hold nothing yet
 * @param positions the first offset of each partition that is not in the tables
 * @param duplicates how many lines stood in the topic twice, and are one row
 * @param rejected the records that were set aside and are no row, by the ids they would have as rows
 */
public record Standing(@Nullable UUID topicId, Map<Integer, Long> positions, long duplicates, Set<Long> rejected) {
    public Standing {
        requireNonNull(positions, "positions");
        requireNonNull(rejected, "rejected");
    }

    /** Reads it. */
    public static Standing read(Handle snapshot) {
        Standing standing = ofPositions(snapshot);
        return new Standing(
                standing.topicId, standing.positions, standing.duplicates, SetAside.withoutRow(snapshot, standing));
    }

    /** Reads it without the records that were set aside, of which there may be any number. */
    static Standing ofPositions(Handle snapshot) {
        Map<Integer, Long> positions = new TreeMap<>();
        Set<UUID> ids = new HashSet<>();
        long[] duplicates = {0};
        snapshot.createQuery(
                        "SELECT partition, topic_id, next_offset, duplicates FROM sink_position WHERE topic = :topic")
                .bind("topic", Topic.LEDGER.topicName())
                .map((row, context) -> {
                    positions.put(row.getInt("partition"), row.getLong("next_offset"));
                    ids.add(requireNonNull(row.getObject("topic_id", UUID.class)));
                    duplicates[0] += row.getLong("duplicates");
                    return row.getInt("partition");
                })
                .list();
        if (ids.size() > 1) {
            throw new IllegalStateException("the tables were written from more than one ledger topic: " + ids);
        }
        return new Standing(ids.isEmpty() ? null : ids.iterator().next(), positions, duplicates[0], Set.of());
    }

    /** Returns whether a record at this place is in the tables. */
    boolean includes(int partition, long offset) {
        return offset < positions.getOrDefault(partition, 0L);
    }

    /** Returns whether a record at this place is in the tables, and was not set aside. */
    boolean includesRow(int partition, long offset) {
        return includes(partition, offset) && !rejected.contains(LedgerRow.id(partition, offset));
    }

    /**
     * Checks that the topic, which ends at {@code ends}, has all that the tables have.
     *
     * @throws IllegalStateException if it ends before them
     */
    public void requireWithin(Map<Integer, Long> ends) {
        positions.forEach((partition, position) -> {
            if (position > ends.getOrDefault(partition, 0L)) {
                throw new IllegalStateException(
                        "the tables have more than the ledger topic: partition %d is written up to offset %d, the topic ends at %d; lines are lost at the broker"
                                .formatted(partition, position, ends.getOrDefault(partition, 0L)));
            }
        });
    }

    /**
     * Checks that the tables were written from the topic {@code id}.
     *
     * @throws IllegalStateException if they were written from another
     */
    public void requireTopic(UUID id) {
        if (topicId != null && !topicId.equals(id)) {
            throw new IllegalStateException(
                    "the tables were not written from the ledger topic there is: its id is %s, that one's was %s"
                            .formatted(id, topicId));
        }
    }
}
