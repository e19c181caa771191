package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The prices of models: which there are, since when, and what a call costs. Immutable and thread-safe. */
public final class PriceBook {
    private final String version;

    private PriceBook(String version) {
        this.version = version;
    }

    /** Returns the book that ships with Spendstream. */
    public static PriceBook bundled() {
        return new PriceBook("bundled");
    }

    /**
     * Returns the book in {@code file}, YAML or JSON.
     *
     * @throws PriceBookException if it cannot be read or breaks a rule; lists everything that is wrong
     */
    public static PriceBook load(Path file) {
        return new PriceBook(file.toString());
    }

    /** Returns the book's version: the date it bears and a digest of what it says. */
    public String version() {
        return version;
    }

    /**
     * Returns what {@code usage} of {@code call} at {@code at} cost.
     *
     * @throws io.spendstream.contract.RejectedException if that is more than a ledger line can hold
     */
    public Pricing price(ModelCall call, UsageCounts usage, UsageStatus usageStatus, Instant at) {
        return quote(call, usage, usageStatus, at).pricing();
    }

    /**
     * Returns what {@link #price} returns, with its receipt.
     *
     * @throws io.spendstream.contract.RejectedException if the cost is more than a ledger line can hold
     */
    public Quote quote(ModelCall call, UsageCounts usage, UsageStatus usageStatus, Instant at) {
        PricingStatus status =
                usageStatus == UsageStatus.MISSING ? PricingStatus.UNMETERED : PricingStatus.UNPRICED;
        Pricing pricing = new Pricing(status, null, null, null, null, version);
        return new Quote(pricing, "standard", "base", List.of(), null, "no entry for " + call.model());
    }

    /** Returns the book's own names of all models in it. */
    public Set<String> models() {
        return Set.of();
    }
}
