package io.spendstream.producer;

import io.spendstream.producer.reading.ReadFlag;
import io.spendstream.producer.reading.ReadStatus;
import io.spendstream.producer.reading.ReadUsage;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the responses that were recorded, by how they read and by what was noteworthy about it, and logs the first of
 * each kind that somebody should look into. Thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // arrays by ordinal, inside one process
final class Readings {
    private static final Logger LOG = LoggerFactory.getLogger(TokenTracker.class);

    /** What is either a provider's fault or ours, as opposed to a property of the call. */
    private static final Set<ReadFlag> SUSPICIOUS =
            EnumSet.of(ReadFlag.TOTAL_MISMATCH, ReadFlag.MALFORMED, ReadFlag.OVERSIZED, ReadFlag.SEVERAL_RESPONSES);

    private final AtomicLongArray byStatus = new AtomicLongArray(ReadStatus.values().length);
    private final AtomicLongArray byFlag = new AtomicLongArray(ReadFlag.values().length);

    /** Counts one response. */
    void count(ReadUsage usage) {
        byStatus.getAndIncrement(usage.status().ordinal());
        for (ReadFlag flag : usage.flags()) {
            if (byFlag.getAndIncrement(flag.ordinal()) == 0 && SUSPICIOUS.contains(flag)) {
                var call = usage.main().call();
                LOG.warn(
                        "{}: a response of {} {} by {}; it is counted as it reads, further ones are only counted",
                        flag.wireName(),
                        call.provider(),
                        call.api(),
                        call.model());
            }
        }
    }

    /** Returns the counts of the statuses that occurred. */
    Map<ReadStatus, Long> byStatus() {
        var counts = new EnumMap<ReadStatus, Long>(ReadStatus.class);
        for (ReadStatus status : ReadStatus.values()) {
            long count = byStatus.get(status.ordinal());
            if (count > 0) {
                counts.put(status, count);
            }
        }
        return counts;
    }

    /** Returns the counts of the flags that occurred. */
    Map<ReadFlag, Long> byFlag() {
        var counts = new EnumMap<ReadFlag, Long>(ReadFlag.class);
        for (ReadFlag flag : ReadFlag.values()) {
            long count = byFlag.get(flag.ordinal());
            if (count > 0) {
                counts.put(flag, count);
            }
        }
        return counts;
    }
}
