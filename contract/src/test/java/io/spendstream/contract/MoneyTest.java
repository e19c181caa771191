package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    private static final long SEED = System.nanoTime();

    @Test
    void keepsTheSmallestUnitBesideTheLargestAmount() {
        Money large = Money.of("9000000000000000000.99999999999999");

        Money sum = large.plus(Money.ofUnits(1));

        assertThat(sum).hasToString("9000000000000000001.00000000000000");
    }

    @Test
    void addsAndSubtractsLikeBigDecimalWhateverTheSigns() {
        var random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            BigInteger a = new BigInteger(100, random).subtract(BigInteger.ONE.shiftLeft(99));
            BigInteger b = new BigInteger(100, random).subtract(BigInteger.ONE.shiftLeft(99));

            assertThat(Money.ofUnits(a).plus(Money.ofUnits(b)).units())
                    .as("seed %d", SEED)
                    .isEqualTo(a.add(b));
            assertThat(Money.ofUnits(a).minus(Money.ofUnits(b)).units())
                    .as("seed %d", SEED)
                    .isEqualTo(a.subtract(b));
            assertThat(Money.ofUnits(a).compareTo(Money.ofUnits(b)))
                    .as("seed %d", SEED)
                    .isEqualTo(a.compareTo(b));
        }
    }

    @Test
    void refusesWhatItCannotHoldExactly() {
        assertThatThrownBy(() -> Money.of("0.000000000000001")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of("1e30")).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> new Money(Long.MAX_VALUE, 0).plus(Money.of("1")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void roundsHalfAwayFromZeroOnlyWhenShown() {
        assertThat(Money.of("0.0000005").rounded(6)).isEqualByComparingTo("0.000001");
        assertThat(Money.of("-0.0000005").rounded(6)).isEqualByComparingTo("-0.000001");
        assertThat(Money.of("0.00000049999999").rounded(6)).isEqualByComparingTo(BigDecimal.ZERO);
    }

    @Test
    void equalAmountsAreEqualHoweverTheyCameAbout() {
        assertThat(Money.of("-1.5").plus(Money.of("1.5"))).isEqualTo(Money.ZERO);
        assertThat(Money.of("0.3")).isEqualTo(Money.of("0.1").plus(Money.of("0.20")));
    }

    @Test
    void addsAndSubtractsAtTheEdgesOfItsRangeLikeBigInteger() {
        long[] dollars = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -2, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
        long[] fractions = {0, 1, Money.UNITS_PER_DOLLAR / 2, Money.UNITS_PER_DOLLAR - 1};
        List<Money> edges = new ArrayList<>();
        for (long whole : dollars) {
            for (long fraction : fractions) {
                edges.add(new Money(whole, fraction));
            }
        }
        for (Money a : edges) {
            assertSame(a::negated, a.units().negate());
            assertThat(a.signum()).isEqualTo(a.units().signum());
            for (Money b : edges) {
                assertSame(() -> a.plus(b), a.units().add(b.units()));
                assertSame(() -> a.minus(b), a.units().subtract(b.units()));
                assertThat(a.compareTo(b)).isEqualTo(a.units().compareTo(b.units()));
                assertThat(a.equals(b)).isEqualTo(a.units().equals(b.units()));
            }
        }
    }

    private static void assertSame(Supplier<Money> sum, BigInteger expected) {
        BigInteger whole = expected.divide(BigInteger.valueOf(Money.UNITS_PER_DOLLAR));
        boolean isInRange = expected.signum() >= 0
                ? whole.bitLength() < Long.SIZE
                : expected.compareTo(new Money(Long.MIN_VALUE, 0).units()) >= 0;
        if (isInRange) {
            assertThat(sum.get().units()).isEqualTo(expected);
        } else {
            assertThatThrownBy(sum::get).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void readsBackWhatItWrites() {
        var random = new Random(SEED);
        for (int i = 0; i < 10_000; i++) {
            Money amount = Money.ofUnits(new BigInteger(1 + random.nextInt(109), random)
                    .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)));

            assertThat(Money.of(amount.toString())).as("seed %d", SEED).isEqualTo(amount);
            assertThat(amount.toString()).as("seed %d", SEED).matches("-?[0-9]+\\.[0-9]{14}");
        }
        assertThat(Money.of("-0.00000000000001"))
                .hasToString("-0.00000000000001")
                .isEqualTo(Money.ofUnits(-1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e2147483647", "9223372036854775808", "1e-15"})
    void refusesAmountsOutOfRangeAtOnceHoweverTheyAreWritten(String amount) {
        assertThatThrownBy(() -> Money.of(amount)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void takesAnyNumberThatIsAnAmountHoweverItIsWritten() {
        assertThat(Money.of("0e999999999")).isEqualTo(Money.ZERO);
        assertThat(Money.of("0e-999999999")).isEqualTo(Money.ZERO);
        assertThat(Money.of("1.50e1")).isEqualTo(Money.of("15"));
        assertThat(Money.of("1.00000000000000000000")).isEqualTo(Money.of("1"));
        assertThat(Money.of("9223372036854775807.99999999999999").dollars()).isEqualTo(Long.MAX_VALUE);
        assertThat(Money.of("-9223372036854775808").dollars()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void theOrderInWhichLinesAreAddedCannotChangeTheirSum() {
        var random = new Random(SEED);
        List<Money> amounts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            amounts.add(Money.ofUnits(random.nextLong()));
        }
        Money sum = amounts.stream().reduce(Money.ZERO, Money::plus);

        Collections.shuffle(amounts, random);

        assertThat(amounts.stream().reduce(Money.ZERO, Money::plus))
                .as("seed %d", SEED)
                .isEqualTo(sum);
    }

    @Test
    void aFractionOutsideOneDollarCannotExist() {
        assertThatThrownBy(() -> new Money(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Money(0, Money.UNITS_PER_DOLLAR)).isInstanceOf(IllegalArgumentException.class);
    }
}
