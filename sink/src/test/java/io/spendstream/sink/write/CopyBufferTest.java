package io.spendstream.sink.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CopyBufferTest {
    private static final int HEADER_BYTES = 19;

    @Test
    void aStreamHasItsSignatureRowsAndEnd() {
        assertThat(hex(buffer -> {
                    buffer.row(2);
                    buffer.int2(-2);
                    buffer.text(null);
                    buffer.end();
                }))
                .isEqualTo("0002" + "00000002" + "fffe" + "ffffffff" + "ffff");

        var buffer = new CopyBuffer();
        buffer.begin();
        assertThat(Arrays.copyOf(buffer.bytes(), buffer.length()))
                .isEqualTo(HexFormat.of().parseHex("5047434f50590aff0d0a00" + "00000000" + "00000000"));
    }

    @Test
    void textIsUtf8WithItsLengthInBytes() {
        assertThat(hex(buffer -> buffer.text("aü🙂"))).isEqualTo("00000007" + "61" + "c3bc" + "f09f9982");
        assertThat(hex(buffer -> buffer.text(""))).isEqualTo("00000000");
    }

    @Test
    void timeIsCountedInMicrosecondsFrom2000() {
        assertThat(hex(buffer -> buffer.timestamptz(Instant.parse("2000-01-01T00:00:00.000001999Z"))))
                .isEqualTo("00000008" + "0000000000000001");
        assertThat(hex(buffer -> buffer.timestamptz(Instant.parse("1999-12-31T23:59:59.999999Z"))))
                .isEqualTo("00000008" + "ffffffffffffffff");
    }

    @Test
    void jsonHasItsVersionInFront() {
        assertThat(hex(buffer -> buffer.jsonb(new byte[] {'{', '}'}))).isEqualTo("00000003" + "01" + "7b7d");
        assertThat(hex(buffer -> buffer.jsonb(null))).isEqualTo("ffffffff");
    }

    @Test
    void aNumberIsItsDigitsToTheBaseOfTenThousand() {
        assertThat(numeric("0")).isEqualTo("00000008" + "0000" + "ffff" + "0000" + "0000");
        assertThat(numeric("1")).isEqualTo("0000000a" + "0001" + "0000" + "0000" + "0000" + "0001");
        assertThat(numeric("-12345.678"))
                .isEqualTo("0000000e" + "0003" + "0001" + "4000" + "0003" + "0001" + "0929" + "1a7c");
        assertThat(numeric("0.00000001")).isEqualTo("0000000a" + "0001" + "fffe" + "0000" + "0008" + "0001");
        assertThat(numeric("1E+4")).isEqualTo("0000000c" + "0002" + "0001" + "0000" + "0000" + "0001" + "0000");
    }

    @Test
    void moneyIsTheNumberItSays() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Money money = Money.ofUnits(random.nextLong() >> random.nextInt(63));

            assertThat(valueOf(hex(buffer -> buffer.numeric(money))))
                    .as("seed %d, %s", seed, money)
                    .isEqualByComparingTo(money.toBigDecimal());
            assertThat(valueOf(hex(buffer -> buffer.numeric(money.toBigDecimal()))))
                    .as("seed %d, %s", seed, money)
                    .isEqualByComparingTo(money.toBigDecimal());
        }
        for (Money money : new Money[] {
            Money.ZERO,
            new Money(Long.MAX_VALUE, Money.UNITS_PER_DOLLAR - 1),
            new Money(Long.MIN_VALUE, 0),
            new Money(-1, Money.UNITS_PER_DOLLAR - 1)
        }) {
            assertThat(valueOf(hex(buffer -> buffer.numeric(money)))).isEqualByComparingTo(money.toBigDecimal());
        }
    }

    @Test
    void growsAsFarAsItIsFilled() {
        String text = "x".repeat(1000);

        String hex = hex(buffer -> {
            for (int i = 0; i < 1000; i++) {
                buffer.text(text);
            }
        });

        assertThat(hex).hasSize(2 * 1000 * 1004).endsWith("7878");
    }

    private static String numeric(String value) {
        return hex(buffer -> buffer.numeric(new BigDecimal(value)));
    }

    /** Reads a number as the format's description says, not as the encoder does. */
    private static BigDecimal valueOf(String field) {
        int[] shorts = new int[field.length() / 4 - 2];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = (short) HexFormat.fromHexDigits(field, 8 + 4 * i, 12 + 4 * i);
        }
        assertThat(HexFormat.fromHexDigits(field, 0, 8)).isEqualTo(2 * shorts.length);
        assertThat(shorts[0]).isEqualTo(shorts.length - 4);
        BigDecimal value = BigDecimal.ZERO;
        for (int i = 0; i < shorts[0]; i++) {
            assertThat(shorts[4 + i]).isBetween(0, 9999);
            value = value.add(BigDecimal.valueOf(shorts[4 + i]).scaleByPowerOfTen(4 * (shorts[1] - i)));
        }
        return shorts[2] == 0 ? value : value.negate();
    }

    private static String hex(Consumer<CopyBuffer> fields) {
        var buffer = new CopyBuffer();
        buffer.begin();
        fields.accept(buffer);
        return HexFormat.of().formatHex(buffer.bytes(), HEADER_BYTES, buffer.length());
    }
}
