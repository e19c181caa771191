package io.spendstream.stream.simulation;

import io.spendstream.contract.Budget;
import io.spendstream.contract.UsageStatus;
import java.math.BigDecimal;
import java.time.Duration;

/** Something that happens to the topology. */
sealed interface Step {
    /**
     * A report of a call arrives.
     *
     * @param copy the report
     * @param behind how far the broker's clock is behind the latest arrival, as after a change of leader
     */
    record Send(Copy copy, Duration behind) implements Step {}

    /** A record arrives that is no event. */
    record Garbage(Kind kind) implements Step {
        /** What is wrong with it, by the reason it must be refused for. */
        enum Kind {
            MALFORMED_JSON,
            KEY_MISMATCH,
            UNSUPPORTED_SCHEMA_VERSION,
            MISSING_FIELD
        }
    }

    /**
     * Time passes, and what changed is passed on.
     *
     * @param time how much
     * @param isAtOnce whether everything that is due comes due together, whatever it was due for
     */
    record Pass(Duration time, boolean isAtOnce) implements Step {}

    /** The process is stopped and started again. */
    record Restart() implements Step {}

    /** Other prices are published. */
    record Publish(PriceList prices) implements Step {}

    /** A budget is defined, in place of the one with the same id. */
    record Define(Budget budget) implements Step {}

    /** A budget is deleted. */
    record Delete(String id) implements Step {}

    /**
     * An operator looks at what the ledger says of an event and makes out a correction.
     *
     * @param number the order's number
     * @param eventId the event
     * @param amount by how much its cost is to change
     */
    record MakeOrder(int number, String eventId, BigDecimal amount) implements Step {}

    /** An order that was made out arrives; it may be the first time, or again, or too late. */
    record SendOrder(int number) implements Step {}

    /**
     * An order as it was made out.
     *
     * @param first the event's first report
     * @param entry the entry it wants to be
     * @param isUnpriced whether the event's cost was not known
     * @param amount by how much its cost is to change
     * @param status how sure the event's counts were
     */
    record Order(Copy first, int entry, boolean isUnpriced, BigDecimal amount, UsageStatus status) {}
}
