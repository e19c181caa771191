package io.spendstream.sink.recount;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Tally;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.report.SpendSums;

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
        cacheReadTokens = sum(cacheReadTokens, usage, UsageClass.CACHE_READ, UsageClass.CACHE_READ_AUDIO);
        cacheWriteTokens = sum(cacheWriteTokens, usage, UsageClass.CACHE_WRITE_5M, UsageClass.CACHE_WRITE_1H);
        reasoningTokens = Math.addExact(reasoningTokens, usage.get(UsageClass.REASONING));
        lines++;
    }

    /** Adds {@code digest}, of a line that was added. */
    void add(LineDigest digest) {
        digestHigh += digest.high(); // modulo 2^64: an order-independent sum of digests
        digestLow += digest.low();
    }

    private static long sum(long before, UsageCounts usage, UsageClass one, UsageClass other) {
        return Math.addExact(before, Math.addExact(usage.get(one), usage.get(other)));
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
