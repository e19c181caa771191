package io.spendstream.stream.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spendstream.contract.Dimension;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which quarter of an hour, and so which day, a time falls into. */
final class CellTest {
    private static final Scope ALL = new Scope(Dimension.ALL, List.of());

    @Test
    void aQuarterOfAnHourIsOneCell() {
        Cell first = at("2026-11-21T12:00:00Z");

        assertThat(at("2026-11-21T12:14:59.999999Z")).isEqualTo(first);
        assertThat(at("2026-11-21T12:15:00Z")).isNotEqualTo(first);
        assertThat(at("2026-11-21T11:59:59.999999Z")).isNotEqualTo(first);
    }

    @Test
    void cellsMakeUpUtcDays() {
        assertThat(at("2026-11-21T23:59:59.999Z").totalKey().day()).isEqualTo(LocalDate.parse("2026-11-21"));
        assertThat(at("2026-11-22T00:00:00Z").totalKey().day()).isEqualTo(LocalDate.parse("2026-11-22"));
        assertThat(at("1970-01-01T00:00:00Z").totalKey().day()).isEqualTo(LocalDate.EPOCH);
    }

    @Test
    void aCellIsBeforeATimeOnlyAsAWhole() {
        Cell cell = at("2026-11-21T12:00:00Z");

        assertThat(cell.isBefore(Instant.parse("2026-11-21T12:14:59Z"))).isFalse();
        assertThat(cell.isBefore(Instant.parse("2026-11-21T12:15:00Z"))).isTrue();
        assertThat(Cell.of(Outcome.ACCEPTED).isBefore(Instant.MAX.minusSeconds(1_000_000_000_000L)))
                .isFalse();
    }

    @Test
    void onlyOutcomesAreKeptWithoutTime() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cell(ALL, Cell.ALWAYS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cell(new Scope(Dimension.OUTCOME, List.of("accepted")), 7));
    }

    private static Cell at(String time) {
        return Cell.at(ALL, Instant.parse(time));
    }
}
