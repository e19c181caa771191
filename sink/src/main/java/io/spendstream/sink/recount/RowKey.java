package io.spendstream.sink.recount;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What there is one row of, however often a line with it stands in the topic: the unique key of {@code token_usage}. */
record RowKey(String eventId, int entry, Instant timestamp) {
    static RowKey of(LedgerLine line) {
        return new RowKey(line.eventId(), line.entry(), line.timestamp().truncatedTo(ChronoUnit.MICROS));
    }

    /** Returns sixteen bytes that stand for it where there are many. */
    UUID digest() {
        return UUID.nameUUIDFromBytes(
                "%d %s %s".formatted(entry, timestamp, eventId).getBytes(UTF_8));
    }
}
