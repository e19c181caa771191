package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Tally;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.write.Rollup;

/** What some lines add up to, and a digest of all that they say, whatever their order. Not thread-safe. */
final class LineSums {
    private Tally tally = Tally.ZERO;
    private long cacheReadTokens;
    private long cacheWriteTokens;
    private long reasoningTokens;
    private long lines;
    private long digestHigh;
    private long digestLow;

    void add(LedgerLine line) {
        UsageCounts usage = line.usage();
        tally = tally.plus(line.tally());
        cacheReadTokens = Math.addExact(cacheReadTokens, Rollup.cacheReads(usage));
        cacheWriteTokens = Math.addExact(cacheWriteTokens, Rollup.cacheWrites(usage));
        reasoningTokens = Math.addExact(reasoningTokens, usage.get(UsageClass.REASONING));
        lines++;
    }

    /** Adds {@code digest}, of a line that was added. */
    void add(LineDigest digest) {
        digestHigh += digest.high(); // modulo 2^64: an order-independent sum of digests
        digestLow += digest.low();
    }

    long lines() {
        return lines;
    }

    boolean saysTheSameAs(LineSums other) {
        return lines == other.lines && digestHigh == other.digestHigh && digestLow == other.digestLow;
    }

    SpendSums sums() {
        return new SpendSums(
                tally.calls(),
                tally.unpricedCalls(),
                tally.promptTokens(),
                tally.completionTokens(),
                cacheReadTokens,
                cacheWriteTokens,
                reasoningTokens,
                tally.cost().toBigDecimal());
    }
}
