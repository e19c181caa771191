package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Money;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.UsageCounts;
import io.spendstream.stream.rejection.Received;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order to correct the cost of an event: the ledger line that is to be posted, as it is to stand in the ledger. Its
 * entry says which entries it was made from, those before it. Pure functions.
 */
final class Order {
    private Order() {}

    /**
     * Reads the order in {@code received}; it is recorded when the broker took it.
     *
     * @throws RejectedException if it is not one
     */
    static LedgerLine read(Received received) {
        byte @Nullable [] value = received.value();
        if (value == null) {
            throw invalid("it is empty");
        }
        LedgerLine line;
        try {
            line = LedgerLineJson.read(value);
        } catch (RuntimeException e) {
            // no store has been touched, so a record that meets a fault of ours may step aside; the others go on
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (!Arrays.equals(received.key(), line.eventId().getBytes(UTF_8))) {
            throw new RejectedException(RejectionReason.KEY_MISMATCH, "an order's key must be its event_id");
        }
        check(line);
        return new LedgerLine(
                line.eventId(),
                line.entry(),
                line.reason(),
                line.operator(),
                line.timestamp(),
                received.arrivedAt(),
                line.attribution(),
                line.call(),
                UsageCounts.none(),
                line.usageStatus(),
                line.pricing(),
                line.unpricedCalls(),
                null,
                null,
                null,
                Set.of());
    }

    private static void check(LedgerLine line) {
        if (!Posting.REPRICED.equals(line.reason()) || line.operator() == null) {
            throw invalid("its reason must be %s and it must name an operator: %s, %s"
                    .formatted(Posting.REPRICED, line.reason(), line.operator()));
        }
        if (!line.usage().isEmpty()) {
            throw invalid("it must not change usage: " + line.usage());
        }
        Money cost = line.pricing().cost();
        if (cost == null || !line.pricing().status().hasCost() || line.unpricedCalls() > 0) {
            throw invalid("it must say what the event costs more or less");
        }
        if (cost.compareTo(Money.LINE_MAX) > 0 || cost.compareTo(Money.LINE_MAX.negated()) < 0) {
            throw new RejectedException(
                    RejectionReason.COST_TOO_LARGE,
                    "a correction must be at most %s in size: %s".formatted(Money.LINE_MAX, cost));
        }
    }

    /**
     * Returns whether {@code order} was posted already.
     *
     * @param known what the ledger says of the event, if it is still open
     * @param posted the corrections of the event that are remembered, the latest first
     * @throws RejectedException if another line has its entry, or the one before it is not there yet
     */
    static boolean isPosted(LedgerLine order, @Nullable LedgerLine known, List<PostedCorrections.Posted> posted) {
        if (posted.contains(PostedCorrections.Posted.of(order))) {
            return true;
        }
        int latest = known != null ? known.entry() : posted.isEmpty() ? order.entry() - 1 : latest(posted);
        if (order.entry() != latest + 1) {
            throw new RejectedException(
                    RejectionReason.CONFLICT,
                    "the event has entries to %d, so the next cannot be %d; order the correction again"
                            .formatted(latest, order.entry()));
        }
        return false;
    }

    private static int latest(List<PostedCorrections.Posted> posted) {
        return posted.stream().mapToInt(PostedCorrections.Posted::entry).max().orElseThrow();
    }

    private static RejectedException invalid(String why) {
        return new RejectedException(RejectionReason.INVALID_VALUE, "not an order of a correction: " + why);
    }
}
