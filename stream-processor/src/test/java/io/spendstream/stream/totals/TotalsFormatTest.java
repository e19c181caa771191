package io.spendstream.stream.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.spendstream.contract.Dimension;
import io.spendstream.contract.Money;
import io.spendstream.contract.Tally;
import io.spendstream.contract.TotalKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes in stores and between the stages, which outlive the program that wrote them. */
final class TotalsFormatTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Cell CARE = Cell.at(new Scope(Dimension.TEAM, List.of("care")), NOON);

    @Test
    void keysAreWrittenAsTheyAlwaysWere() {
        assertThat(hex(TotalsFormat.writeCell(CARE))).isEqualTo("02010463617265001e6ff0");
        assertThat(hex(TotalsFormat.writePartialKey(new PartialKey(CARE, 5))))
                .isEqualTo("02010463617265001e6ff000000005");
        assertThat(hex(TotalsFormat.writeTotalKey(CARE.totalKey()))).isEqualTo("020104636172650000512a");
        assertThat(hex(TotalsFormat.writeCell(Cell.of(Outcome.ACCEPTED)))).isEqualTo("0601086163636570746564ffffffff");
    }

    @Test
    void talliesAreWrittenAsTheyAlwaysWere() {
        var tally = new TimedTally(new Tally(3, 100, 10, Money.of("-0.5"), 1), NOON);

        assertThat(hex(TotalsFormat.writeTally(tally))).isEqualTo("808ce9ef9f3406c80114010280c0f4c198af0b");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBack(Dimension dimension) {
        List<String> values = List.of("a", "ü|,\"", "c").subList(0, dimension.valuesCount());
        var scope = new Scope(dimension, values);
        Cell cell = dimension == Dimension.OUTCOME ? new Cell(scope, Cell.ALWAYS) : Cell.at(scope, NOON);
        TotalKey total = cell.totalKey();

        assertThat(TotalsFormat.readCell(TotalsFormat.writeCell(cell))).isEqualTo(cell);
        assertThat(TotalsFormat.readTotalKey(TotalsFormat.writeTotalKey(total))).isEqualTo(total);
        var partial = new PartialKey(cell, 3);
        assertThat(TotalsFormat.readPartialKey(TotalsFormat.writePartialKey(partial)))
                .isEqualTo(partial);
    }

    @Test
    void extremeTalliesAreReadBack() {
        for (long extreme : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
            var money = new Money(extreme, Money.UNITS_PER_DOLLAR - 1);
            var tally = new TimedTally(new Tally(extreme, extreme, extreme, money, extreme), Instant.EPOCH);

            assertThat(TotalsFormat.readTally(TotalsFormat.writeTally(tally))).isEqualTo(tally);
        }
    }

    @Test
    void keysThatDifferOnlyInWhereAValueEndsHaveOtherBytes() {
        byte[] one = TotalsFormat.writeTotalKey(key("ab", "c", "d"));
        byte[] other = TotalsFormat.writeTotalKey(key("a", "bc", "d"));

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void whatIsTooShortOrTooLongIsRefused() {
        byte[] key = TotalsFormat.writePartialKey(new PartialKey(CARE, 5));
        for (int length = 0; length < key.length; length++) {
            byte[] cut = Arrays.copyOf(key, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TotalsFormat.readPartialKey(cut));
        }
        byte[] longer = Arrays.copyOf(key, key.length + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> TotalsFormat.readPartialKey(longer));
    }

    private static TotalKey key(String... values) {
        return new TotalKey(Dimension.TEAM_TASK_TYPE_MODEL, List.of(values), LocalDate.EPOCH);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
