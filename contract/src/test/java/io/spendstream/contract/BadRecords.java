package io.spendstream.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records that must be refused, each for one reason. */
final class BadRecords {
    private static final List<String> REQUIRED =
            List.of("schema_version", "event_id", "timestamp", "session_id", "provider", "model");
    private static final List<String> TEXTS = List.of(
            "event_id",
            "session_id",
            "task_type",
            "team",
            "agent",
            "project",
            "user",
            "environment",
            "parent_session_id",
            "provider",
            "model",
            "request_model",
            "api",
            "service_tier",
            "status");

    private final List<BadRecord> records = new ArrayList<>();

    private BadRecords() {}

    static List<BadRecord> all() {
        var all = new BadRecords();
        all.addBytesThatAreNoObject();
        all.addVersions();
        all.addRequiredFields();
        all.addTexts();
        all.addTimestamps();
        all.addTags();
        all.addUsage();
        all.addCounts();
        all.addFlags();
        all.addOtherFields();
        all.addDuplicates();
        return List.copyOf(all.records);
    }

    private void addBytesThatAreNoObject() {
        String valid = RecordText.minimal().toString();
        for (String text :
                List.of("", " \n\t", "[]", "null", "true", "42", "\"text\"", "[" + valid + "]", "\ufeff" + valid)) {
            add("starts with '%.8s'".formatted(text), text, RejectionReason.MALFORMED_JSON, "one JSON object");
        }
        for (String text : List.of("{", "}", "{}}", "{]", "{\"event_id\"}", "{\"event_id\":}", "{event_id:1}", "NaN")) {
            add(text, text, RejectionReason.MALFORMED_JSON, "one JSON object");
        }
        String malformed = "not well-formed JSON at byte ";
        add("single quotes", valid.replace('"', '\''), RejectionReason.MALFORMED_JSON, malformed);
        add("trailing comma", valid.replace("}}", "},}"), RejectionReason.MALFORMED_JSON, malformed);
        add("comment", valid.replace("{\"input", "/*x*/{\"input"), RejectionReason.MALFORMED_JSON, malformed);
        add("trailing garbage", valid + "x", RejectionReason.MALFORMED_JSON, malformed);
        addBeyondSchema("two objects", valid + valid, RejectionReason.MALFORMED_JSON, "one JSON object only");
        addBeyondSchema("two lines", valid + "\n" + valid, RejectionReason.MALFORMED_JSON, "one JSON object only");
        add("raw line break in a text", valid.replace("session-1", "a\nb"), RejectionReason.MALFORMED_JSON, malformed);
        add("raw NUL in a text", valid.replace("session-1", "a\0b"), RejectionReason.MALFORMED_JSON, malformed);
        add("unknown escape", valid.replace("session-1", "\\x41"), RejectionReason.MALFORMED_JSON, malformed);
        add("half an escape", valid.replace("session-1", "\\u12"), RejectionReason.MALFORMED_JSON, malformed);

        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            add(charset, valid.getBytes(Charset.forName(charset)), RejectionReason.MALFORMED_JSON, "JSON", false);
        }
        addIllFormedUtf8("Latin-1", 0xe9);
        addIllFormedUtf8("stray continuation byte", 0x80);
        addIllFormedUtf8("overlong slash", 0xc0, 0xaf);
        addIllFormedUtf8("overlong NUL", 0xc0, 0x80);
        addIllFormedUtf8("surrogates in a pair", 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80);
        addIllFormedUtf8("beyond U+10FFFF", 0xf4, 0x90, 0x80, 0x80);
        addIllFormedUtf8("character cut short", 0xe2, 0x82);

        int deep = 10_000;
        String nested = RecordText.minimal()
                .with("extra", "[".repeat(deep) + "]".repeat(deep))
                .toString();
        addBeyondSchema("10,000 levels deep", nested, RejectionReason.MALFORMED_JSON, "deeper than 32 levels");
        addBeyondSchema(
                "number of 100 digits in an unknown field",
                RecordText.minimal().with("extra", "9".repeat(100)).toString(),
                RejectionReason.MALFORMED_JSON,
                "longer than 64 characters");

        String padding = RecordText.minimal()
                .with("extra", "\"" + "x".repeat(5 << 20) + "\"")
                .toString();
        addBeyondSchema("5 MiB", padding, RejectionReason.RECORD_TOO_LARGE, "at most 65536 bytes: " + padding.length());
        addBeyondSchema(
                "one byte too large",
                valid + " ".repeat(UsageEventJson.RECORD_BYTES_MAX + 1 - valid.length()),
                RejectionReason.RECORD_TOO_LARGE,
                "at most 65536 bytes: 65537");
    }

    private void addVersions() {
        RejectionReason unsupported = RejectionReason.UNSUPPORTED_SCHEMA_VERSION;
        String says = "schema_version must be 1";
        for (String version : List.of("0", "2", "-1", "99999999999999999999", "1.5", "\"2\"", "\"\"", "true")) {
            add("schema_version " + version, RecordText.minimal().with("schema_version", version), unsupported, says);
        }
        addBeyondSchema(
                "schema_version 1.0",
                RecordText.minimal().with("schema_version", "1.0").toString(),
                unsupported,
                says);
        add(
                "version 2, known fields of other types first",
                "{\"event_id\":7,\"usage\":[],\"schema_version\":2}",
                unsupported,
                says);
        add("version 2 and nothing else", "{\"schema_version\":2}", unsupported, says + ", found 2");
        add("a version that is no word", "{\"schema_version\":\"\\u001b[2J\"}", unsupported, says);
        add(
                "version 2 with classes of its own",
                RecordText.minimal()
                        .with("schema_version", "2")
                        .with("usage", "{\"input_hologram\":1}")
                        .toString(),
                unsupported,
                says);
        add(
                "version 2 at the end",
                RecordText.minimal()
                        .without("schema_version")
                        .with("model", "{}")
                        .with("schema_version", "2"),
                unsupported,
                says);
        for (String version : List.of("\"1\"", "[1]", "{}")) {
            add(
                    "schema_version " + version,
                    RecordText.minimal().with("schema_version", version),
                    RejectionReason.WRONG_TYPE,
                    "schema_version must be a whole number, found");
        }
    }

    private void addRequiredFields() {
        for (String field : REQUIRED) {
            String says = field + " is required";
            add("no " + field, RecordText.minimal().without(field), RejectionReason.MISSING_FIELD, says);
            add(field + " null", RecordText.minimal().with(field, "null"), RejectionReason.MISSING_FIELD, says);
        }
        add("empty object", "{}", RejectionReason.MISSING_FIELD, "schema_version is required");
        String says = "usage is required unless usage_status is missing";
        for (String usage : List.of("null", "{}", "{\"input\":null}")) {
            add("usage " + usage, RecordText.minimal().with("usage", usage), RejectionReason.MISSING_FIELD, says);
        }
        add("no usage", RecordText.minimal().without("usage"), RejectionReason.MISSING_FIELD, says);
        add(
                "provisional without usage",
                RecordText.minimal().without("usage").with("usage_status", "\"provisional\""),
                RejectionReason.MISSING_FIELD,
                says);
    }

    private void addTexts() {
        for (String field : TEXTS) {
            for (String value : List.of("7", "true", "[]", "{}", "[\"a\"]")) {
                add(
                        "%s %s".formatted(field, value),
                        RecordText.minimal().with(field, value),
                        RejectionReason.WRONG_TYPE,
                        field + " must be a string, found ");
            }
            add(
                    field + " empty",
                    RecordText.minimal().with(field, "\"\""),
                    RejectionReason.MISSING_FIELD,
                    field
                            + (List.of("event_id", "session_id", "provider", "model")
                                            .contains(field)
                                    ? " is required"
                                    : " must not be empty; leave it out"));
            add(
                    field + " of 257 characters",
                    RecordText.minimal().with(field, "\"" + "x".repeat(257) + "\""),
                    RejectionReason.TEXT_TOO_LONG,
                    field + " must be at most 256 characters: 257");
        }
        addBeyondSchema(
                "129 characters of two code units",
                RecordText.minimal()
                        .with("team", "\"" + "😀".repeat(129) + "\"")
                        .toString(),
                RejectionReason.TEXT_TOO_LONG,
                "team must be at most 256 characters: 258");
        addIllegalCharacter("\\u0000", "U+0000");
        addIllegalCharacter("\\n", "U+000A");
        addIllegalCharacter("\\r", "U+000D");
        addIllegalCharacter("\\t", "U+0009");
        addIllegalCharacter("\\u001b", "U+001B");
        addIllegalCharacter("\\u007f", "U+007F");
        addIllegalCharacter("\u007f", "U+007F");
        addIllegalCharacter("\\u0085", "U+0085");
        addIllegalCharacter("\u0085", "U+0085");
        addIllegalCharacter("\\u2028", "U+2028");
        addIllegalCharacter("\\u2029", "U+2029");
        addIllegalCharacter("\\u202e", "U+202E");
        addIllegalCharacter("\\u2066", "U+2066");
        addIllegalCharacter("\\ud83d", "U+D83D");
        addIllegalCharacter("\\ude00", "U+DE00");
        addIllegalCharacter("\\ude00\\ud83d", "U+DE00");
    }

    private void addIllegalCharacter(String character, String name) {
        add(
                "team with " + name,
                RecordText.minimal().with("team", "\"ab%sc\"".formatted(character)),
                RejectionReason.ILLEGAL_CHARACTER,
                "team must not contain the character %s, at position 2".formatted(name));
    }

    private void addTimestamps() {
        for (String timestamp : List.of(
                "",
                "now",
                "1763757807",
                "2026-11-21",
                "2026-11-21T20:43:27",
                "2026-11-21 20:43:27Z",
                "2026-11-21T20:43Z",
                "2026-11-21T20:43:27.Z",
                "2026-11-21T20:43:27.1234567890Z",
                "2026-11-21T20:43:27+01",
                "2026-11-21T20:43:27+0100",
                "2026-11-21T20:43:27ZZ",
                "2026-02-30T20:43:27Z",
                "2026-13-01T20:43:27Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T20:60:00Z",
                "2026-12-31T23:59:60Z",
                "2026-11-21T20:43:27+18:01",
                "+12026-11-21T20:43:27Z",
                "-2026-11-21T20:43:27Z",
                "２０２６-11-21T20:43:27Z")) {
            add(
                    "timestamp '%s'".formatted(timestamp),
                    RecordText.minimal().with("timestamp", "\"" + timestamp + "\""),
                    RejectionReason.INVALID_VALUE,
                    "timestamp must be RFC 3339 with an offset, such as ");
        }
        for (String timestamp : List.of("0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01")) {
            addBeyondSchema(
                    "timestamp " + timestamp,
                    RecordText.minimal()
                            .with("timestamp", "\"" + timestamp + "\"")
                            .toString(),
                    RejectionReason.INVALID_VALUE,
                    "timestamp must be in the years 0000 to 9999");
        }
        for (String value : List.of("1763757807", "1763757807.5", "{}", "[2026,11,21]")) {
            add(
                    "timestamp " + value,
                    RecordText.minimal().with("timestamp", value),
                    RejectionReason.WRONG_TYPE,
                    "timestamp must be a string, found ");
        }
    }

    private void addTags() {
        add("tags []", withTags("[]"), RejectionReason.WRONG_TYPE, "tags must be an object, found an array");
        for (String value : List.of("null", "7", "true", "{}", "[\"a\"]")) {
            add(
                    "tag " + value,
                    withTags("{\"a\":" + value + "}"),
                    RejectionReason.WRONG_TYPE,
                    "tags.a must be a string");
        }
        add("33 tags", withTags(tags(33)), RejectionReason.TOO_MANY_TAGS, "tags must be at most 32");
        add("5,000 tags", withTags(tags(5_000)), RejectionReason.TOO_MANY_TAGS, "tags must be at most 32");
        add("10,000 tags", withTags(tags(10_000)), RejectionReason.RECORD_TOO_LARGE, "at most 65536 bytes");
        add("tag without a name", withTags("{\"\":\"x\"}"), RejectionReason.MISSING_FIELD, "name of a tag is required");
        add("empty tag", withTags("{\"a\":\"\"}"), RejectionReason.MISSING_FIELD, "tags.a is required");
        String longText = "x".repeat(257);
        add(
                "long name of a tag",
                withTags("{\"%s\":\"a\"}".formatted(longText)),
                RejectionReason.TEXT_TOO_LONG,
                "the name of a tag must be at most 256 characters: 257");
        add(
                "long tag",
                withTags("{\"a\":\"%s\"}".formatted(longText)),
                RejectionReason.TEXT_TOO_LONG,
                "tags.a must be at most 256 characters: 257");
        add(
                "line break in the name of a tag",
                withTags("{\"a\\nb\":\"a\"}"),
                RejectionReason.ILLEGAL_CHARACTER,
                "the name of a tag must not contain the character U+000A");
        add(
                "line break in a tag",
                withTags("{\"a\":\"\\n\"}"),
                RejectionReason.ILLEGAL_CHARACTER,
                "tags.a must not contain the character U+000A");
    }

    private void addUsage() {
        for (String value : List.of("7", "[]", "\"10\"")) {
            add(
                    "usage " + value,
                    RecordText.minimal().with("usage", value),
                    RejectionReason.WRONG_TYPE,
                    "usage must be an object, found ");
        }
        add(
                "unknown usage class",
                RecordText.minimal().with("usage", "{\"input\":1,\"prompt_tokens\":2}"),
                RejectionReason.UNKNOWN_USAGE_CLASS,
                "usage.prompt_tokens is not a known class, so it cannot be billed; known are input, cache_read");
        add(
                "unknown usage class without a count",
                RecordText.minimal().with("usage", "{\"input\":1,\"INPUT\":null}"),
                RejectionReason.UNKNOWN_USAGE_CLASS,
                "usage.INPUT is not a known class");
    }

    private void addCounts() {
        for (String value : List.of("1.5", "1e2", "1e309", "\"10\"", "true", "[]", "{}", "\"NaN\"")) {
            add(
                    "count " + value,
                    RecordText.minimal().with("usage", "{\"input\":%s}".formatted(value)),
                    RejectionReason.WRONG_TYPE,
                    "usage.input must be a whole number, found ",
                    value.equals("1e2"));
            add(
                    "latency_ms " + value,
                    RecordText.minimal().with("latency_ms", value),
                    RejectionReason.WRONG_TYPE,
                    "latency_ms must be a whole number, found ",
                    value.equals("1e2"));
        }
        addBeyondSchema(
                "count 10.0",
                RecordText.minimal().with("usage", "{\"input\":10.0}").toString(),
                RejectionReason.WRONG_TYPE,
                "usage.input must be a whole number, found a number with a fraction or an exponent");
        for (String value : List.of("-1", "-9223372036854775808", "-9223372036854775809", "-" + "9".repeat(60))) {
            add(
                    "count " + value,
                    RecordText.minimal().with("usage", "{\"output\":%s}".formatted(value)),
                    RejectionReason.NEGATIVE_COUNT,
                    "usage.output must not be negative");
            add(
                    "latency_ms " + value,
                    RecordText.minimal().with("latency_ms", value),
                    RejectionReason.NEGATIVE_COUNT,
                    "latency_ms must not be negative");
        }
        for (String value : List.of("1000000000001", "9223372036854775807", "9223372036854775808", "9".repeat(60))) {
            add(
                    "count " + value,
                    RecordText.minimal().with("usage", "{\"reasoning\":%s}".formatted(value)),
                    RejectionReason.COUNT_TOO_LARGE,
                    "usage.reasoning must be at most 1000000000000");
            add(
                    "latency_ms " + value,
                    RecordText.minimal().with("latency_ms", value),
                    RejectionReason.COUNT_TOO_LARGE,
                    "latency_ms must be at most 1000000000000");
        }
        for (String value : List.of("NaN", "Infinity", "-Infinity", "0x10", "010", "+1", ".5", "1_000")) {
            add(
                    "count " + value,
                    RecordText.minimal().with("usage", "{\"input\":%s}".formatted(value)),
                    RejectionReason.MALFORMED_JSON,
                    "not well-formed JSON at byte ");
        }
    }

    private void addFlags() {
        for (String value : List.of("7", "{}", "\"total_mismatch\"")) {
            add(
                    "usage_flags " + value,
                    RecordText.minimal().with("usage_flags", value),
                    RejectionReason.WRONG_TYPE,
                    "usage_flags must be an array, found ");
        }
        for (String value : List.of("[null]", "[7]", "[[]]", "[\"ok\",{}]")) {
            add(
                    "usage_flags " + value,
                    RecordText.minimal().with("usage_flags", value),
                    RejectionReason.WRONG_TYPE,
                    "a name in usage_flags must be a string, found ");
        }
        for (String name : List.of("", "Total", "a b", "a-b", "é", "\\n", "x".repeat(65))) {
            add(
                    "usage flag '%s'".formatted(name),
                    RecordText.minimal().with("usage_flags", "[\"%s\"]".formatted(name)),
                    RejectionReason.INVALID_VALUE,
                    "usage_flags must be names of 1 to 64 characters of a-z, 0-9 and _");
        }
        add(
                "17 usage flags",
                RecordText.minimal().with("usage_flags", "[%s\"a\"]".formatted("\"a\",".repeat(16))),
                RejectionReason.INVALID_VALUE,
                "usage_flags must be at most 16");
    }

    private void addOtherFields() {
        for (String value : List.of("\"\"", "\"Final\"", "\"done\"")) {
            add(
                    "usage_status " + value,
                    RecordText.minimal().with("usage_status", value),
                    RejectionReason.INVALID_VALUE,
                    "usage_status must be final, provisional or missing");
        }
        add(
                "usage_status 1",
                RecordText.minimal().with("usage_status", "1"),
                RejectionReason.WRONG_TYPE,
                "usage_status must be a string, found a whole number");
        for (String cost : List.of(
                "",
                "free",
                "-0.01",
                "$1",
                "1,5",
                "0x1p3",
                "NaN",
                "1000000000.1",
                "1e10",
                "1e309",
                "1e999999999",
                "1e-999999999",
                "1e99999999999",
                "0.000000000000000000001",
                "٣",
                "0" + ".1".repeat(40),
                "9".repeat(60_000))) {
            add(
                    "provider_cost '%.20s'".formatted(cost),
                    RecordText.minimal().with("provider_cost", "\"" + cost + "\""),
                    RejectionReason.INVALID_VALUE,
                    "provider_cost must be a decimal string from 0 to 10^9 with at most 20 decimals");
        }
        for (String value : List.of("true", "[]", "{}")) {
            add(
                    "provider_cost " + value,
                    RecordText.minimal().with("provider_cost", value),
                    RejectionReason.WRONG_TYPE,
                    "provider_cost must be a decimal string, found ");
        }
    }

    private void addDuplicates() {
        for (String field : TEXTS) {
            String twice = "{\"%s\":\"a\",\"%s\":\"a\"}".formatted(field, field);
            add(field + " twice", twice, RejectionReason.DUPLICATE_FIELD, field + " must not stand twice");
        }
        String valid = RecordText.minimal().toString();
        for (String field : List.of("\"schema_version\":1", "\"timestamp\":null", "\"usage\":{\"input\":1}")) {
            addBeyondSchema(
                    "a second " + field,
                    "{" + field + "," + valid.substring(1),
                    RejectionReason.DUPLICATE_FIELD,
                    " must not stand twice");
        }
        for (String field : List.of("tags\":{}", "usage_status\":null", "latency_ms\":1", "provider_cost\":\"1\"")) {
            addBeyondSchema(
                    "twice " + field,
                    "{\"%s,\"%s,%s".formatted(field, field, valid.substring(1)),
                    RejectionReason.DUPLICATE_FIELD,
                    " must not stand twice");
        }
        addBeyondSchema(
                "a second spelling of a field",
                "{\"model\":\"a\"," + valid.substring(1).replace("\"model\"", "\"m\\u006fdel\""),
                RejectionReason.DUPLICATE_FIELD,
                "model must not stand twice");
        for (String usage : List.of("{\"input\":1,\"input\":1}", "{\"input\":null,\"input\":1}")) {
            addBeyondSchema(
                    "usage " + usage,
                    RecordText.minimal().with("usage", usage).toString(),
                    RejectionReason.DUPLICATE_FIELD,
                    "usage.input must not stand twice");
        }
        addBeyondSchema(
                "a tag twice",
                withTags("{\"a\":\"x\",\"a\":\"x\"}").toString(),
                RejectionReason.DUPLICATE_FIELD,
                "tags.a must not stand twice");
    }

    private static RecordText withTags(String tags) {
        return RecordText.minimal().with("tags", tags);
    }

    private static String tags(int count) {
        var tags = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            tags.add("\"t%d\":\"x\"".formatted(i));
        }
        return "{" + String.join(",", tags) + "}";
    }

    private void addIllFormedUtf8(String name, int... bytes) {
        String[] around = RecordText.minimal().with("team", "\"~\"").toString().split("~", -1);
        var record = new ByteArrayOutputStream();
        record.writeBytes(around[0].getBytes(StandardCharsets.UTF_8));
        for (int b : bytes) {
            record.write(b);
        }
        record.writeBytes(around[1].getBytes(StandardCharsets.UTF_8));
        add(name, record.toByteArray(), RejectionReason.MALFORMED_JSON, "well-formed UTF-8", true);
    }

    private void add(String name, RecordText text, RejectionReason reason, String says) {
        add(name, text, reason, says, false);
    }

    private void add(String name, RecordText text, RejectionReason reason, String says, boolean isBeyondSchema) {
        add(name, text.bytes(), reason, says, isBeyondSchema);
    }

    private void add(String name, String text, RejectionReason reason, String says) {
        add(name, text.getBytes(StandardCharsets.UTF_8), reason, says, false);
    }

    private void addBeyondSchema(String name, String text, RejectionReason reason, String says) {
        add(name, text.getBytes(StandardCharsets.UTF_8), reason, says, true);
    }

    private void add(String name, byte[] bytes, RejectionReason reason, String says, boolean isBeyondSchema) {
        records.add(new BadRecord(name, bytes, reason, says, isBeyondSchema));
    }
}
