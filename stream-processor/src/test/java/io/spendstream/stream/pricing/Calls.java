package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.time.Instant;
import java.util.Map;

/** Books, calls and counts, in few words. */
final class Calls {
    static final Instant TODAY = Instant.parse("2026-11-21T12:00:00Z");

    private Calls() {}

    /** Returns the book that {@code yaml} is. */
    static PriceBook book(String yaml) {
        return book("book.yaml", yaml);
    }

    static PriceBook book(String fileName, String text) {
        return PriceBook.of(Map.of(fileName, text));
    }

    /** Returns a book of these entries, with the header that every book needs. */
    static PriceBook bookOf(String entries) {
        return book("""
                format: 1
                date: 2026-11-21
                source: a contract
                checked: 2026-11-21
                entries:
                """ + entries.indent(2));
    }

    static ModelCall call(String provider, String model, String tier) {
        return new ModelCall(provider, model, null, null, tier);
    }

    /** Returns counts written as {@code "input=10 output=5"}. */
    static UsageCounts counts(String text) {
        UsageCounts.Builder counts = UsageCounts.builder();
        for (String pair : text.strip().split("\\s+", -1)) {
            String[] parts = pair.split("=", -1);
            counts.set(UsageClass.of(parts[0]).orElseThrow(), Long.parseLong(parts[1]));
        }
        return counts.build();
    }

    static UsageCounts counts(Map<UsageClass, Long> byClass) {
        UsageCounts.Builder counts = UsageCounts.builder();
        byClass.forEach(counts::set);
        return counts.build();
    }

    static Pricing price(PriceBook book, ModelCall call, String counts, Instant at) {
        return book.price(call, null, counts(counts), UsageStatus.FINAL, at);
    }

    static Quote quote(PriceBook book, ModelCall call, String counts, Instant at) {
        return book.quote(call, null, counts(counts), UsageStatus.FINAL, at);
    }
}
