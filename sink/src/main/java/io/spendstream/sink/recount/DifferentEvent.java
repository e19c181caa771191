package io.spendstream.sink.recount;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An event that a view has otherwise than the ledger topic.
 *
 * @param eventId the event
 * @param entry which of its lines: 0 for the usage, 1 and up for corrections
 * @param partition the partition of the topic where the line stands, or should
 * @param offset its offset there
 * @param figures what differs, with both figures
 */
public record DifferentEvent(String eventId, int entry, int partition, long offset, List<Difference.Figure> figures) {
    public DifferentEvent {
        requireNonNull(eventId, "eventId");
        figures = List.copyOf(figures);
    }

    /** Returns this in a sentence. */
    @Override
    public String toString() {
        return "%s, entry %d, partition %d offset %d: %s"
                .formatted(eventId, entry, partition, offset, Difference.say(figures));
    }
}
