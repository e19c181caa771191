package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Sha256;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 128 bits of a digest of all that a row of {@code token_usage} keeps of a line: equal for a line and its row, and for no
 * two lines that say something else.
 */
record LineDigest(long high, long low) {
    /** Returns the digest of {@code line}, whether it comes from the topic or from a row. */
    static LineDigest of(LedgerLine line) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(textOf(line)));
        return new LineDigest(digest.getLong(), digest.getLong());
    }

    /** Returns all that a row keeps of {@code line}, as JSON: equal bytes for a line and its row. */
    static byte[] textOf(LedgerLine line) {
        return LedgerLineJson.write(asKept(line));
    }

    /** Returns {@code line} as a row keeps it: microseconds, and nothing of how the counts were read. */
    private static LedgerLine asKept(LedgerLine line) {
        return new LedgerLine(
                line.eventId(),
                line.entry(),
                line.reason(),
                line.operator(),
                micros(line.timestamp()),
                micros(line.recordedAt()),
                line.attribution().orUnattributed(),
                line.call(),
                line.usage(),
                line.usageStatus(),
                line.pricing(),
                line.unpricedCalls(),
                plain(line.providerCost()),
                line.latencyMillis(),
                line.status(),
                Set.of());
    }

    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
        if (amount == null) {
            return null;
        }
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }
}
