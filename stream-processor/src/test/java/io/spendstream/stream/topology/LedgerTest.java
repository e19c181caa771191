package io.spendstream.stream.topology;

import static io.spendstream.stream.topology.Events.event;
import static io.spendstream.stream.topology.Metering.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the ledger says of an event, whatever copies of it come. */
final class LedgerTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
    private static final TotalKey ALL = new TotalKey(Dimension.ALL, List.of(), TODAY);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Metering metering = Metering.started();

    @AfterEach
    void close() {
        metering.close();
    }

    @Test
    void anEventBecomesOnePricedLine() {
        metering.send(event("e1", NOON), NOON.plusMillis(7));

        LedgerLine line = metering.ledger().get(0);
        assertThat(line.eventId()).isEqualTo("e1");
        assertThat(line.entry()).isZero();
        assertThat(line.timestamp()).isEqualTo(NOON);
        assertThat(line.recordedAt()).isEqualTo(NOON.plusMillis(7));
        assertThat(line.attribution().project()).isEqualTo("unattributed");
        assertThat(line.pricing().cost()).isEqualTo(Money.of("0.0002"));
        assertThat(metering.totals()).containsEntry(ALL, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aCopyDoesNotCountAgain() {
        metering.send(event("e1", NOON));
        metering.send(event("e1", NOON.plusSeconds(3)), NOON.plus(MINUTE));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(outcomes("accepted", "duplicate")).containsExactly(1L, 1L);
        assertThat(metering.totals()).containsEntry(ALL, new Tally(1, 100, 10, Money.of("0.0002"), 0));
    }

    @Test
    void aCopyAtTheEndOfTheWindowDoesNotCountAgain() {
        metering.send(event("e1", NOON.plus(Duration.ofMinutes(5))), NOON);
        metering.send(
                event("e1", NOON.plus(Duration.ofMinutes(5))),
                NOON.plus(Duration.ofDays(3).plusMinutes(5)));

        assertThat(metering.ledger()).hasSize(1);
        assertThat(outcomes("accepted", "duplicate")).containsExactly(1L, 1L);
    }

    private List<Long> outcomes(String... codes) {
        var totals = metering.totals();
        return List.of(codes).stream()
                .map(code -> totals.getOrDefault(new TotalKey(Dimension.OUTCOME, List.of(code), null), Tally.ZERO)
                        .calls())
                .toList();
    }
}
