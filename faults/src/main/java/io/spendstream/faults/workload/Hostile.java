package io.spendstream.faults.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records that must be refused, with the reason that is expected.
 *
 * @param reason the code of the reason
 * @param change what makes a record of a good one; null for a record without a value
 */
public record Hostile(String reason, @Nullable UnaryOperator<String> change) {
    private static final String PREFIX = "hostile:";

    private static final List<Hostile> ALL = List.of(
            new Hostile("malformed_json", null),
            new Hostile("malformed_json", good -> ""),
            new Hostile("malformed_json", good -> "[" + good + "]"),
            new Hostile("malformed_json", good -> good + good),
            new Hostile("malformed_json", good -> good.replace("\"extra\":0", "\"extra\":" + "[".repeat(10_000))),
            new Hostile("malformed_json", good -> good.replace("\"input\":3", "\"input\":NaN")),
            new Hostile("wrong_type", good -> good.replace("\"input\":3", "\"input\":1.5")),
            new Hostile("wrong_type", good -> good.replace("\"input\":3", "\"input\":1e309")),
            new Hostile("wrong_type", good -> good.replace("\"input\":3", "\"input\":\"12\"")),
            new Hostile("negative_count", good -> good.replace("\"input\":3", "\"input\":-1")),
            new Hostile("count_too_large", good -> good.replace("\"input\":3", "\"input\":9223372036854775808")),
            new Hostile("unknown_usage_class", good -> good.replace("\"input\":3", "\"tokens\":3")),
            new Hostile("duplicate_field", good -> good.replace("\"extra\":0", "\"team\":\"search\"")),
            new Hostile("illegal_character", good -> good.replace("\"search\"", "\"a\\u0000b\"")),
            new Hostile("illegal_character", good -> good.replace("\"search\"", "\"\\u001b[2Jx\\nforged line\"")),
            new Hostile("illegal_character", good -> good.replace("\"search\"", "\"\\ud83d\"")),
            new Hostile("text_too_long", good -> good.replace("\"search\"", "\"" + "x".repeat(5_000) + "\"")),
            new Hostile("record_too_large", good -> good + " ".repeat(200_000)),
            new Hostile(
                    "unsupported_schema_version", good -> good.replace("\"schema_version\":1", "\"schema_version\":2")),
            new Hostile("invalid_value", good -> good.replace("2026-", "99999-")),
            new Hostile("key_mismatch", good -> good.replace(PREFIX, "other:")));

    /** Returns how many there are. */
    public static int count() {
        return ALL.size();
    }

    /** Returns the key of record {@code number}. */
    public static String key(long number) {
        return PREFIX + number;
    }

    /** Returns whether {@code key} is that of a hostile record. */
    public static boolean isKey(String key) {
        return key.startsWith(PREFIX);
    }

    /** Returns what record {@code number} is. */
    public static Hostile of(long number) {
        return ALL.get((int) (number % ALL.size()));
    }

    /** Returns what the record with {@code key} is. */
    public static Hostile of(String key) {
        return of(Long.parseLong(key.substring(PREFIX.length())));
    }

    /** Returns the value of record {@code number}. */
    public byte @Nullable [] value(long number) {
        if (change == null) {
            return null;
        }
        String good = """
                {"schema_version":1,"event_id":"%s","timestamp":"2026-11-21T00:00:00Z","session_id":"s","team":"search",\
                "provider":"acme","model":"swift","extra":0,"usage":{"input":3}}""".formatted(key(number));
        return change.apply(good).getBytes(UTF_8);
    }
}
