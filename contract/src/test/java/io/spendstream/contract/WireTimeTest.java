package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WireTimeTest {
    private static final long SEED = System.nanoTime();
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    @Test
    void readsWhatOffsetDateTimeReadsWhereverItHasTheFormOfRfc3339() {
        var random = new Random(SEED);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = almostATime(random);
            Optional<Instant> expected = RFC_3339.matcher(text).matches() ? reference(text) : Optional.empty();

            assertThat(parsed(text)).as("seed %d: %s", SEED, text).isEqualTo(expected);
            read += expected.isPresent() ? 1 : 0;
        }
        assertThat(read).as("seed %d", SEED).isBetween(10_000, 90_000);
    }

    @Test
    void readsTheSameFromTheMiddleOfABuffer() {
        char[] buffer = "\"2026-11-21T20:43:27.5Z\",\"2026\"".toCharArray();

        assertThat(WireTime.parse(buffer, 1, 22)).isEqualTo("2026-11-21T20:43:27.500Z");
    }

    @Test
    void refusesEveryPrefixOfATimeThatIsNotOne() {
        String text = "2026-11-21T20:43:27.512+01:00";
        for (int length = 0; length < text.length(); length++) {
            assertThat(parsed(text.substring(0, length))).isEmpty();
        }
    }

    @Test
    void writesAsInstantDoes() {
        var random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            Instant instant = instant(random);

            assertThat(WireTime.write(instant)).as("seed %d", SEED).isEqualTo(instant.toString());
        }
        assertThat(WireTime.write(WireTime.MIN)).isEqualTo("0000-01-01T00:00:00Z");
        assertThat(WireTime.write(WireTime.MAX)).isEqualTo("9999-12-31T23:59:59.999999999Z");
        assertThat(WireTime.write(Instant.MIN)).isEqualTo(Instant.MIN.toString());
        assertThat(WireTime.write(Instant.MAX)).isEqualTo(Instant.MAX.toString());
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(WireTime.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> reference(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String almostATime(Random random) {
        var text = new StringBuilder("%04d-%02d-%02d%s%02d:%02d:%02d"
                .formatted(
                        random.nextInt(10_000),
                        random.nextInt(14),
                        random.nextInt(32),
                        random.nextInt(10) == 0 ? "t" : "T",
                        random.nextInt(25),
                        random.nextInt(10) == 0 ? random.nextInt(62) : random.nextInt(60),
                        random.nextInt(10) == 0 ? random.nextInt(62) : random.nextInt(60)));
        int digits = random.nextInt(12);
        if (random.nextBoolean()) {
            text.append('.');
            random.ints(digits, 0, 10).forEach(text::append);
        }
        switch (random.nextInt(4)) {
            case 0 -> text.append('z');
            case 1 ->
                text.append("%s%02d:%02d"
                        .formatted(random.nextBoolean() ? "+" : "-", random.nextInt(20), random.nextInt(61)));
            default -> text.append('Z');
        }
        if (random.nextInt(4) == 0) {
            text.setCharAt(random.nextInt(text.length()), "0123456789-:.TZ+ ,/\u0665\uff11".charAt(random.nextInt(21)));
        }
        return text.toString();
    }

    private static Instant instant(Random random) {
        long second = random.nextLong() % 253_402_300_800L;
        int nanos = random.nextInt(1_000_000_000);
        return switch (random.nextInt(4)) {
            case 0 -> Instant.ofEpochSecond(second);
            case 1 -> Instant.ofEpochSecond(second, nanos / 1_000_000 * 1_000_000L);
            case 2 -> Instant.ofEpochSecond(second, nanos / 1_000 * 1_000L);
            default -> Instant.ofEpochSecond(second, nanos);
        };
    }
}
