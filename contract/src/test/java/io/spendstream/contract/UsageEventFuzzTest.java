package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UsageEventFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int MUTATIONS = 50_000;
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{10,511}");
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "\\n",
        "null",
        "true",
        "-",
        "-1",
        "0",
        "1.5",
        "1e309",
        "1e999999999",
        "NaN",
        "9223372036854775808",
        "1000000000001",
        "{\"a\":",
        "[[[[[[[[[[",
        "\"input\":",
        "\"schema_version\":2,",
        "\"usage\":{}",
        "\"tags\":{\"a\":\"b\"},",
        "\"usage_status\":\"missing\",",
        "\0",
        "\n",
        "\u00e9",
        "\u202e",
        "\u20ac",
        "\ufeff",
        "9999-12-31T23:59:59.999999999-18:00",
        "/*",
        "//",
        "1e-20"
    };

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a hang is a failure; slow is not
    void readsAMutatedEventToOneThatRoundTripsOrRefusesItAndNothingElse() {
        var random = new Random(SEED);
        var events = new RandomEvents(random);
        Set<RejectionReason> reasons = EnumSet.noneOf(RejectionReason.class);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] record = UsageEventJson.write(events.next());
            for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
                record = mutate(record, random);
            }
            try {
                UsageEvent event = UsageEventJson.read(record);
                assertThat(UsageEventJson.read(UsageEventJson.write(event))).isEqualTo(event);
                read++;
            } catch (RejectedException e) {
                assertThat(e.getMessage()).matches(PRINTABLE);
                reasons.add(e.reason());
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed %d, mutation %d: %s".formatted(SEED, i, new String(record, StandardCharsets.ISO_8859_1)),
                        e);
            }
        }

        assertThat(read).as("seed %d: events that stayed readable", SEED).isBetween(MUTATIONS / 50, MUTATIONS / 2);
        assertThat(reasons).as("seed %d", SEED).hasSizeGreaterThan(8);
    }

    private static byte[] mutate(byte[] record, Random random) {
        if (record.length == 0) {
            return record;
        }
        int from = random.nextInt(record.length);
        int to = Math.min(record.length, from + 1 + random.nextInt(random.nextInt(10) == 0 ? record.length : 12));
        return switch (random.nextInt(6)) {
            case 0 -> replaced(record, from, from + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> replaced(record, from, from + 1, new byte[] {(byte) (record[from] ^ (1 << random.nextInt(8)))});
            case 2 -> replaced(record, from, to, new byte[0]);
            case 3 -> replaced(record, from, from, Arrays.copyOfRange(record, from, to));
            case 4 -> replaced(record, from, to, piece(random));
            default -> replaced(record, valueStart(record, from), valueEnd(record, from), piece(random));
        };
    }

    /** Returns where the value after the next colon starts, so that whole values are replaced now and then. */
    private static int valueStart(byte[] record, int from) {
        int i = from;
        while (i < record.length && record[i] != ':') {
            i++;
        }
        return Math.min(i + 1, record.length);
    }

    private static int valueEnd(byte[] record, int from) {
        int i = valueStart(record, from);
        while (i < record.length && record[i] != ',' && record[i] != '}') {
            i++;
        }
        return i;
    }

    private static byte[] piece(Random random) {
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] replaced(byte[] record, int from, int to, byte[] piece) {
        var out = new ByteArrayOutputStream();
        out.write(record, 0, from);
        out.writeBytes(piece);
        out.write(record, to, record.length - to);
        return out.toByteArray();
    }
}
