package io.spendstream.faults.verify;

import io.spendstream.faults.workload.PlannedCall;
import io.spendstream.faults.workload.PriceTable;
import io.spendstream.faults.workload.Report;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every view must show.
 *
 * @param calls each call that counts, by event id
 * @param events what each of them amounts to
 * @param buckets what they amount to together
 */
public record Expected(Map<String, Counted> calls, Map<String, Sum> events, Map<Bucket, Sum> buckets) {
    /**
     * A call that counts.
     *
     * @param call the call
     * @param report the report of it that counts
     * @param origin the record of the usage topic that brought it
     */
    public record Counted(PlannedCall call, Report report, Origin origin) {}

    /**
     * Returns what must be shown of {@code calls}.
     *
     * @param priceIds the price each event is said to have taken; see {@link PriceTable#cost}
     */
    public static Expected of(Map<String, Counted> calls, PriceTable prices, Map<String, String> priceIds) {
        Map<String, Sum> events = new HashMap<>();
        Map<Bucket, Sum> buckets = new TreeMap<>();
        calls.forEach((id, counted) -> {
            PlannedCall call = counted.call();
            Sum sum = sum(counted, prices.cost(call, counted.report(), priceIds.get(id)));
            events.put(id, sum);
            Bucket.of(call.who(), call.model(), call.timestamp())
                    .forEach(bucket -> buckets.merge(bucket, sum, Sum::plus));
        });
        return new Expected(calls, events, buckets);
    }

    private static Sum sum(Counted counted, @Nullable BigInteger cost) {
        Report report = counted.report();
        return new Sum(
                1, report.prompt(), report.output(), cost == null ? BigInteger.ZERO : cost, cost == null ? 1 : 0);
    }
}
