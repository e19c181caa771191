package io.spendstream.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes wrong input out of right input, by bytes and by structure: flips bits, cuts, repeats, joins two, and puts what
 * has broken parsers before where a value stood. The same seed makes the same input.
 */
public final class Mutations {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "\t",
            "- ",
            "  ",
            "&a ",
            "*a",
            "!!int ",
            "? ",
            "|",
            "---\n",
            "null",
            "true",
            "~",
            "{}",
            "[]",
            "\"\"",
            "\"12\"",
            "-",
            "-1",
            "-0",
            "0",
            "1.5",
            "0.0000000000000001",
            "1e309",
            "1e999999999",
            "1e-999999999",
            "NaN",
            ".inf",
            "9223372036854775807",
            "9223372036854775808",
            "1000000000001",
            "\\u0000",
            "\\ud800",
            "\0",
            "\u001b[2J",
            "\ufeff",
            "\u202e",
            "\u00e9",
            "e\u0301",
            "\ud83d\ude00",
            "{\"a\":",
            "[[[[[[[[[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":",
            "\"usage\":{}",
            "\"id\":",
            "data: ",
            "event: x\n",
            "\n\n",
            "'; drop table token_usage; --",
            "${jndi:ldap://x}",
            "{a=\"b\"}",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "1763726607",
            "1763726607512",
            "\u001f\u008b",
            "/*",
            "//",
            "#");

    private final Random random;

    public Mutations(long seed) {
        random = new Random(seed);
    }

    /** Returns {@code input} with one to four things wrong with it; now and then with none. */
    public byte[] of(byte[] input) {
        byte[] mutated = input;
        for (int count = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4); count > 0; count--) {
            mutated = once(mutated);
        }
        return mutated;
    }

    /** Returns {@code text} with something wrong with it. */
    public String of(String text) {
        return new String(of(text.getBytes(UTF_8)), UTF_8);
    }

    /** Returns one of {@code inputs}. */
    public <T> T pick(List<T> inputs) {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private byte[] once(byte[] input) {
        if (input.length == 0) {
            return piece();
        }
        int from = random.nextInt(input.length);
        int to = Math.min(input.length, from + 1 + random.nextInt(random.nextInt(10) == 0 ? input.length : 12));
        return switch (random.nextInt(9)) {
            case 0 -> replaced(input, from, from + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> replaced(input, from, from + 1, new byte[] {(byte) (input[from] ^ (1 << random.nextInt(8)))});
            case 2 -> replaced(input, from, to, new byte[0]);
            case 3 -> replaced(input, from, from, Arrays.copyOfRange(input, from, to));
            case 4 -> replaced(input, from, to, piece());
            case 5 -> random.nextInt(4) == 0 ? Arrays.copyOf(input, from) : replaced(input, from, from, piece());
            case 6 -> random.nextInt(20) == 0 ? deep() : replaced(input, from, from, piece());
            default -> replaced(input, valueStart(input, from), valueEnd(input, from), piece());
        };
    }

    /** Ten thousand levels of the same. */
    private byte[] deep() {
        return (random.nextBoolean() ? "[" : "{\"a\":").repeat(10_000).getBytes(UTF_8);
    }

    /** Returns where the value after the next colon starts, so that whole values are replaced now and then. */
    private static int valueStart(byte[] input, int from) {
        int i = from;
        while (i < input.length && input[i] != ':') {
            i++;
        }
        return Math.min(i + 1, input.length);
    }

    private static int valueEnd(byte[] input, int from) {
        int i = valueStart(input, from);
        while (i < input.length && input[i] != ',' && input[i] != '}' && input[i] != '\n') {
            i++;
        }
        return i;
    }

    private byte[] piece() {
        return pick(PIECES).getBytes(UTF_8);
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] piece) {
        var out = new ByteArrayOutputStream(input.length + piece.length);
        out.write(input, 0, from);
        out.writeBytes(piece);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
