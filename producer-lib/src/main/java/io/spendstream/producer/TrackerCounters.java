package io.spendstream.producer;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a tracker has done since it was made.
 *
 * @param recorded events in the journal
 * @param acknowledged those of them that Kafka has
 * @param adopted events of dead processes of this host that Kafka has through this tracker
 * @param dropped what was lost, by reason; without the reasons that did not occur
 * @param journalBytes what the journal of this process takes on disk
 * @param isKafkaAway whether Kafka has not taken events for a while
 */
public record TrackerCounters(
        long recorded,
        long acknowledged,
        long adopted,
        Map<DropReason, Long> dropped,
        long journalBytes,
        boolean isKafkaAway) {
    public TrackerCounters {
        dropped = dropped.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(dropped));
    }

    /** Returns how often {@code reason} occurred. */
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }
}
