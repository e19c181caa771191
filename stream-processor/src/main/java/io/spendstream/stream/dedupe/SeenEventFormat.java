package io.spendstream.stream.dedupe;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * The bytes a {@link SeenEvent} is remembered as. One is kept for every event of the acceptance window, so they are
 * few: a final event with two classes takes eight or so.
 *
 * <pre>
 * seen   := status counts [line]
 * status := 1 byte: 0 missing, 1 provisional, 2 final
 * counts := how many: varint, then as often: class: 1 byte, count: varint
 * class  := a number that never changes its meaning, unlike the order of the constants
 * line   := length: varint, the ledger line as JSON; unless the status is final
 * </pre>
 */
final class SeenEventFormat {
    private SeenEventFormat() {}

    static byte[] write(SeenEvent seen) {
        LedgerLine known = seen.known();
        byte @Nullable [] line = known == null ? null : LedgerLineJson.write(known);
        var bytes = new ByteWriter(32 + (line == null ? 0 : line.length));
        bytes.putByte(codeOf(seen.status()));
        int[] classes = {0};
        seen.counts().forEach((usageClass, count) -> classes[0]++);
        bytes.putVarint(classes[0]);
        seen.counts().forEach((usageClass, count) -> {
            bytes.putByte(codeOf(usageClass));
            bytes.putVarint(count);
        });
        if (line != null) {
            bytes.putBytes(line);
        }
        return bytes.toByteArray();
    }

    static SeenEvent read(byte[] stored) {
        var bytes = new ByteReader(stored);
        UsageStatus status = statusOf(bytes.getByte());
        var counts = UsageCounts.builder();
        for (long left = bytes.getVarint(); left > 0; left--) {
            counts.set(classOf(bytes.getByte()), bytes.getVarint());
        }
        LedgerLine known = status == UsageStatus.FINAL ? null : LedgerLineJson.read(bytes.getBytes());
        bytes.requireEnd();
        return new SeenEvent(status, counts.build(), known);
    }

    private static int codeOf(UsageStatus status) {
        return switch (status) {
            case MISSING -> 0;
            case PROVISIONAL -> 1;
            case FINAL -> 2;
        };
    }

    private static UsageStatus statusOf(int code) {
        for (UsageStatus status : UsageStatus.values()) {
            if (codeOf(status) == code) {
                return status;
            }
        }
        throw new IllegalStateException("no usage status has the code " + code);
    }

    private static int codeOf(UsageClass usageClass) {
        return switch (usageClass) {
            case INPUT -> 0;
            case CACHE_READ -> 1;
            case CACHE_READ_AUDIO -> 2;
            case CACHE_WRITE_5M -> 3;
            case CACHE_WRITE_1H -> 4;
            case INPUT_AUDIO -> 5;
            case INPUT_IMAGE -> 6;
            case INPUT_VIDEO -> 7;
            case OUTPUT -> 8;
            case REASONING -> 9;
            case OUTPUT_AUDIO -> 10;
            case OUTPUT_IMAGE -> 11;
            case WEB_SEARCH -> 12;
            case SEARCH_UNIT -> 13;
            case AUDIO_SECOND -> 14;
        };
    }

    private static UsageClass classOf(int code) {
        for (UsageClass usageClass : UsageClass.all()) {
            if (codeOf(usageClass) == code) {
                return usageClass;
            }
        }
        throw new IllegalStateException("no usage class has the code " + code);
    }
}
