package io.spendstream.sink.write;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code sink_position}: up to where the ledger topic is in the tables, and who may go on. */
public final class Positions {
    /** What a partition's row says when a sink takes the partition over. */
    public record Claimed(UUID topicId, long nextOffset, long epoch) {}

    /** What a batch adds to a partition's row. */
    record Progress(
            Span span,
            long rows,
            long duplicates,
            long rejected,
            @Nullable Instant recordedAt) {}

    private final String topic;

    /** Creates the positions of {@code topic}. */
    public Positions(String topic) {
        this.topic = topic;
    }

    /**
     * Takes a partition over: from now on every sink with an earlier epoch is refused. A partition that has no position
     * yet gets {@code firstOffset}. Waits for a transaction that is writing the partition.
     */
    public Claimed claim(Handle handle, int partition, UUID topicId, long firstOffset) {
        return handle.createQuery("""
                        INSERT INTO sink_position AS present (topic, partition, topic_id, next_offset, epoch)
                        VALUES (:topic, :partition, :topicId, :firstOffset, 1)
                        ON CONFLICT (topic, partition) DO UPDATE SET epoch = present.epoch + 1
                        RETURNING topic_id, next_offset, epoch
                        """)
                .bind("topic", topic)
                .bind("partition", partition)
                .bind("topicId", topicId)
                .bind("firstOffset", firstOffset)
                .map((row, context) -> new Claimed(
                        Objects.requireNonNull(row.getObject("topic_id", UUID.class)),
                        row.getLong("next_offset"),
                        row.getLong("epoch")))
                .one();
    }

    /**
     * Locks the positions of {@code spans} until the transaction ends.
     *
     * @return whether they still stand where the spans begin; false if they stand where the spans end, because an
     *     earlier attempt to write them had committed
     * @throws FencedException if another sink has taken one of the partitions over, or they stand elsewhere
     */
    boolean lock(Handle handle, List<Span> spans) {
        Map<Integer, long[]> current = new HashMap<>();
        handle.createQuery("""
                        SELECT partition, epoch, next_offset FROM sink_position
                        WHERE topic = :topic AND partition = ANY(:partitions) ORDER BY partition FOR UPDATE
                        """)
                .bind("topic", topic)
                .bindArray(
                        "partitions",
                        Long.class,
                        spans.stream().map(span -> (long) span.partition()).toArray())
                .map((row, context) -> Map.entry(
                        row.getInt("partition"), new long[] {row.getLong("epoch"), row.getLong("next_offset")}))
                .forEach(entry -> current.put(entry.getKey(), entry.getValue()));
        int before = 0;
        int after = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            long[] epochAndOffset = current.getOrDefault(span.partition(), new long[] {-1, -1});
            if (epochAndOffset[0] != span.epoch()) {
                throw FencedException.epoch(span.partition(), span.epoch(), epochAndOffset[0]);
            }
            before += epochAndOffset[1] == span.from() ? 1 : 0;
            after += epochAndOffset[1] == span.to() ? 1 : 0;
            if (before <= i && after <= i) {
                throw FencedException.position(span.partition(), span.from(), epochAndOffset[1]);
            }
        }
        return before == spans.size();
    }

    /** Moves the positions on. They were locked before, so that each of them must be found. */
    void advance(Handle handle, List<Progress> progress) {
        int moved = handle.createUpdate("""
                        UPDATE sink_position AS present
                        SET next_offset = batch.next_offset,
                            rows = present.rows + batch.rows,
                            duplicates = present.duplicates + batch.duplicates,
                            rejected = present.rejected + batch.rejected,
                            recorded_at = greatest(present.recorded_at, batch.recorded_at)
                        FROM unnest(:partition, :epoch, :expected, :next, :rows, :duplicates, :rejected,
                                CAST(:recordedAt AS timestamptz[]))
                            AS batch (partition, epoch, expected, next_offset, rows, duplicates, rejected, recorded_at)
                        WHERE present.topic = :topic AND present.partition = batch.partition
                            AND present.next_offset = batch.expected AND present.epoch = batch.epoch
                        """)
                .bind("topic", topic)
                .bindArray(
                        "partition", Long.class, longs(progress, it -> it.span().partition()))
                .bindArray("epoch", Long.class, longs(progress, it -> it.span().epoch()))
                .bindArray(
                        "expected", Long.class, longs(progress, it -> it.span().from()))
                .bindArray("next", Long.class, longs(progress, it -> it.span().to()))
                .bindArray("rows", Long.class, longs(progress, Progress::rows))
                .bindArray("duplicates", Long.class, longs(progress, Progress::duplicates))
                .bindArray("rejected", Long.class, longs(progress, Progress::rejected))
                .bindArray(
                        "recordedAt",
                        String.class,
                        progress.stream()
                                .map(it -> Objects.toString(it.recordedAt(), null))
                                .toArray())
                .execute();
        if (moved != progress.size()) {
            throw new IllegalStateException(
                    "%d of %d positions moved, although they were locked".formatted(moved, progress.size()));
        }
    }

    private static Object[] longs(List<Progress> progress, java.util.function.ToLongFunction<Progress> value) {
        return progress.stream().map(value::applyAsLong).toArray();
    }
}
