package io.spendstream.cli.reconcile;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalKey;
import io.spendstream.sink.recount.Difference;
import io.spendstream.sink.recount.Difference.Figure;
import io.spendstream.sink.recount.View;
import io.spendstream.sink.report.SpendSums;
import io.spendstream.sink.write.LedgerRow;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the totals topic must say, by the ledger. A line that was written before the comparison began must be in its
 * totals; one written since may be in them or not, so that a total it belongs to must lie between what it is without such
 * lines and with them. Where nothing is written meanwhile, that is one number. Not thread-safe.
 */
final class LedgerTotals {
    private final LocalDate firstDay;
    private final Map<Integer, Long> certain;
    private final Map<TotalKey, Range> expected = new HashMap<>();

    /** The least and the most a total may say, amount by amount. */
    private record Range(Tally least, Tally most) {
        private static final Range NOTHING = new Range(Tally.ZERO, Tally.ZERO);

        private Range plus(Tally tally, boolean isCertain) {
            return isCertain
                    ? new Range(least.plus(tally), most.plus(tally))
                    : new Range(least.plus(bounded(tally, false)), most.plus(bounded(tally, true)));
        }

        /** Returns the amounts of {@code tally} that are positive, or those that are not; zero for the others. */
        private static Tally bounded(Tally tally, boolean isPositive) {
            return new Tally(
                    bounded(tally.calls(), isPositive),
                    bounded(tally.promptTokens(), isPositive),
                    bounded(tally.completionTokens(), isPositive),
                    tally.cost().signum() > 0 == isPositive ? tally.cost() : Money.ZERO,
                    bounded(tally.unpricedCalls(), isPositive));
        }

        private static long bounded(long amount, boolean isPositive) {
            return amount > 0 == isPositive ? amount : 0;
        }

        private List<Figure> figures(Tally total) {
            List<Figure> figures = new ArrayList<>();
            add(figures, "calls", least.calls(), most.calls(), total.calls());
            add(figures, "prompt tokens", least.promptTokens(), most.promptTokens(), total.promptTokens());
            add(
                    figures,
                    "completion tokens",
                    least.completionTokens(),
                    most.completionTokens(),
                    total.completionTokens());
            add(figures, "unpriced calls", least.unpricedCalls(), most.unpricedCalls(), total.unpricedCalls());
            add(figures, "USD", least.cost(), most.cost(), total.cost());
            return figures;
        }

        private static <T extends Comparable<T>> void add(List<Figure> figures, String name, T least, T most, T found) {
            if (found.compareTo(least) < 0 || found.compareTo(most) > 0) {
                String range = least.equals(most) ? least.toString() : "%s to %s".formatted(least, most);
                figures.add(new Figure(name, range, found.toString()));
            }
        }
    }

    /**
     * @param firstDay the first UTC day whose lines are all known
     * @param certain where the partitions of the ledger ended before the totals were read
     */
    LedgerTotals(LocalDate firstDay, Map<Integer, Long> certain) {
        this.firstDay = firstDay;
        this.certain = Map.copyOf(certain);
    }

    /** Returns up to where the totals must have the lines of the ledger. */
    Map<Integer, Long> certain() {
        return new TreeMap<>(certain);
    }

    /** Adds the line of {@code row}. */
    void add(LedgerRow row) {
        LedgerLine line = row.line();
        boolean isCertain = row.offset() < certain.getOrDefault(row.partition(), 0L);
        LocalDate day = line.timestamp().atZone(UTC).toLocalDate();
        if (day.isBefore(firstDay)) {
            return;
        }
        Tally tally = line.tally();
        for (Dimension dimension : Dimension.ofLines()) {
            var key = new TotalKey(dimension, dimension.valuesOf(line), day);
            expected.put(key, expected.getOrDefault(key, Range.NOTHING).plus(tally, isCertain));
        }
    }

    /** Compares {@code totals}, as the topic says them. */
    View compare(Map<TotalKey, Tally> totals) {
        Map<String, Difference> different = new TreeMap<>();
        Map<TotalKey, Range> all = new HashMap<>(expected);
        Tally sum = Tally.ZERO;
        for (Map.Entry<TotalKey, Tally> total : totals.entrySet()) {
            LocalDate day = total.getKey().day();
            if (day == null || day.isBefore(firstDay)) {
                continue;
            }
            all.putIfAbsent(total.getKey(), Range.NOTHING);
            sum = total.getKey().dimension() == Dimension.ALL ? sum.plus(total.getValue()) : sum;
        }
        all.forEach((key, range) -> {
            List<Figure> figures = range.figures(totals.getOrDefault(key, Tally.ZERO));
            if (!figures.isEmpty()) {
                different.put(nameOf(key), new Difference(nameOf(key), figures));
            }
        });
        Difference first =
                different.isEmpty() ? null : different.values().iterator().next();
        return new View(
                Topic.TOTALS.topicName(),
                sums(sum),
                all.size(),
                different.size(),
                first,
                "totals of days since %s".formatted(firstDay));
    }

    private static String nameOf(TotalKey key) {
        return "day %s, %s%s"
                .formatted(
                        key.day(),
                        key.dimension().wireName(),
                        key.values().isEmpty() ? "" : " " + String.join(" / ", key.values()));
    }

    private static SpendSums sums(Tally tally) {
        return new SpendSums(
                tally.calls(),
                tally.unpricedCalls(),
                tally.promptTokens(),
                tally.completionTokens(),
                0,
                0,
                0,
                tally.cost().toBigDecimal());
    }
}
