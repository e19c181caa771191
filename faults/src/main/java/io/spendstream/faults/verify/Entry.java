package io.spendstream.faults.verify;

import io.spendstream.faults.workload.PlannedCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger, wherever it was read.
 *
 * @param place where the ledger topic has it
 * @param eventId the event it is about
 * @param entry 0 for the usage, 1 and up for corrections
 * @param timestamp when the call happened
 * @param who who made it
 * @param model which model it went to
 * @param priceId the price it took; null if none
 * @param sum what it adds
 */
public record Entry(
        Origin place,
        String eventId,
        int entry,
        Instant timestamp,
        PlannedCall.Who who,
        String model,
        @Nullable String priceId,
        Sum sum) {}
