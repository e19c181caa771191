package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
}
