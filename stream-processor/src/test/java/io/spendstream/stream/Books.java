package io.spendstream.stream;

import static java.time.ZoneOffset.UTC;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.testkit.TestKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the topics say, as a reader who counts for himself sees it.
 *
 * @param ledger every ledger line
 * @param totals the last total of each key, without outcomes
 * @param outcomes how many records had each outcome
 */
record Books(List<LedgerLine> ledger, Map<TotalKey, Tally> totals, Map<String, Long> outcomes) {
    static Books of(TestKafka kafka) {
        List<LedgerLine> ledger = kafka.drain(Topic.LEDGER).stream()
                .map(line -> LedgerLineJson.read(line.value()))
                .toList();
        var totals = new HashMap<TotalKey, Tally>();
        var outcomes = new HashMap<String, Long>();
        for (var total : kafka.drain(Topic.TOTALS)) {
            TotalKey key = TotalJson.readKey(total.key());
            Tally tally = TotalJson.readTotal(total.value());
            if (key.dimension() == Dimension.OUTCOME) {
                outcomes.put(key.values().get(0), tally.calls());
            } else {
                totals.put(key, tally);
            }
        }
        return new Books(ledger, totals, outcomes);
    }

    /** Returns the totals one gets by adding up the ledger. */
    Map<TotalKey, Tally> sums() {
        var sums = new HashMap<TotalKey, Tally>();
        for (LedgerLine line : ledger) {
            for (Dimension dimension : Dimension.ofLines()) {
                var day = line.timestamp().atZone(UTC).toLocalDate();
                sums.merge(new TotalKey(dimension, dimension.valuesOf(line), day), line.tally(), Tally::plus);
            }
        }
        return sums;
    }

    /** Returns how many records had an outcome. */
    long received() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }
}
