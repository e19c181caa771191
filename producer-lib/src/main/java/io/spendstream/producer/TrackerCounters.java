package io.spendstream.producer;

import io.spendstream.contract.Attribution;
import io.spendstream.producer.reading.ReadFlag;
import io.spendstream.producer.reading.ReadStatus;
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
 * @param responses responses whose usage was recorded, by how much of it they said; without the statuses that did not
 *     occur
 * @param flagged those of them that were noteworthy, by flag: {@link ReadFlag#TOTAL_MISMATCH} where the classes do not
 *     add up to the provider's own total, {@link ReadFlag#MALFORMED} where a body could not be parsed; without the
 *     flags that did not occur
 * @param repaired events that are attributed otherwise than was said, because that broke a rule; see {@link
 *     Attribution#REPAIRED_TAG}
 * @param journalBytes what the journal of this process takes on disk
 * @param isKafkaAway whether Kafka has not taken events for a while
 */
public record TrackerCounters(
        long recorded,
        long acknowledged,
        long adopted,
        Map<DropReason, Long> dropped,
        Map<ReadStatus, Long> responses,
        Map<ReadFlag, Long> flagged,
        long repaired,
        long journalBytes,
        boolean isKafkaAway) {
    public TrackerCounters {
        dropped = dropped.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(dropped));
        responses = responses.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(responses));
        flagged = flagged.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(flagged));
    }

    /** Returns how often {@code reason} occurred. */
    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    /** Returns how many responses read with {@code status}. */
    public long responses(ReadStatus status) {
        return responses.getOrDefault(status, 0L);
    }

    /** Returns how many responses carry {@code flag}. */
    public long flagged(ReadFlag flag) {
        return flagged.getOrDefault(flag, 0L);
    }
}
