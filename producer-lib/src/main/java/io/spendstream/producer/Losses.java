package io.spendstream.producer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is lost, by reason, and logs the first of each: a full disk must not fill the log too. Thread-safe. */
@SuppressWarnings("EnumOrdinal") // an array by ordinal, inside one process
final class Losses {
    private static final Logger LOG = LoggerFactory.getLogger(TokenTracker.class);

    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}");

    private final AtomicLongArray counts = new AtomicLongArray(DropReason.values().length);

    /** Counts one loss; {@code detail} says, without any content of a call, what happened. */
    void count(DropReason reason, Supplier<String> detail) {
        if (counts.getAndIncrement(reason.ordinal()) == 0) {
            String line =
                    CONTROL_CHARACTERS.matcher(String.valueOf(detail.get())).replaceAll(" ");
            LOG.warn("{}: {}; further ones are only counted", reason.wireName(), line);
        }
    }

    /** Returns the counts of the reasons that occurred. */
    Map<DropReason, Long> snapshot() {
        var snapshot = new EnumMap<DropReason, Long>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            long count = counts.get(reason.ordinal());
            if (count > 0) {
                snapshot.put(reason, count);
            }
        }
        return snapshot;
    }
}
