package io.spendstream.producer.reading;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;

/**
 * What one model consumed in a call. Most calls have one line; a call in which the provider ran several models has one
 * for each.
 *
 * @param call the model and the tier it was served in
 * @param usage its counts; empty if none were reported
 */
public record UsageLine(ModelCall call, UsageCounts usage) {
    public UsageLine {
        requireNonNull(call, "call");
        requireNonNull(usage, "usage");
    }
}
