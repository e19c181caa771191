package io.spendstream.console.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of a question, each at most once and none that the path does not know. */
public final class Parameters {
    private static final int TEXT_LENGTH_MAX = 256;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Returns {@code given}, checked.
     *
     * @throws ProblemException if a parameter is not {@code known}, or given twice
     */
    public static Parameters of(Map<String, List<String>> given, Set<String> known) {
        var values = new TreeMap<String, String>();
        given.forEach((name, list) -> {
            if (!known.contains(name)) {
                throw new Problem(
                                400,
                                "unknown-parameter",
                                "A parameter is not known",
                                "%s is not a parameter of this path; there are: %s"
                                        .formatted(
                                                name.length() > TEXT_LENGTH_MAX ? "it" : name,
                                                known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))),
                                name,
                                String.join(",", list))
                        .exception();
            }
            if (list.size() != 1) {
                throw Problem.invalid(name, String.join(",", list), "given once")
                        .exception();
            }
            values.put(name, list.get(0));
        });
        return new Parameters(values);
    }

    /** Returns all of them as one text, the same for the same question, without {@code left}. */
    public String signature(String left) {
        var copy = new TreeMap<>(values);
        copy.remove(left);
        return copy.toString();
    }

    /** Returns the text {@code name}, if it is there. */
    public Optional<String> text(String name) {
        String value = values.get(name);
        if (value != null && (value.isEmpty() || value.length() > TEXT_LENGTH_MAX)) {
            throw Problem.invalid(name, value, "1 to %d characters long".formatted(TEXT_LENGTH_MAX))
                    .exception();
        }
        return Optional.ofNullable(value);
    }

    /** Returns the cursor, if there is one. */
    public Optional<String> cursor() {
        return Optional.ofNullable(values.get("cursor"));
    }

    /** Returns which of {@code choices} {@code name} is, if it is there. */
    public Optional<String> choice(String name, String... choices) {
        String value = values.get(name);
        if (value != null && !Arrays.asList(choices).contains(value)) {
            throw Problem.invalid(name, value, "one of " + String.join(", ", choices))
                    .exception();
        }
        return Optional.ofNullable(value);
    }

    /** Returns the number {@code name}. */
    public int number(String name, int min, int max, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Problem.invalid(name, value, "a whole number from %d to %d".formatted(min, max))
                .exception();
    }

    /** Returns the moment {@code name}, if it is there. */
    public Optional<Instant> time(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        @Nullable Instant time = null;
        try {
            time = OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            // said below
        }
        if (time == null || time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw Problem.invalid(name, value, "an RFC 3339 time such as 2026-11-21T00:00:00Z (a + is %2B in a URL)")
                    .exception();
        }
        return Optional.of(time);
    }

    /** Returns the time zone. */
    public ZoneId zone() {
        String value = values.get("tz");
        if (value == null || value.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        try {
            if (ZoneId.getAvailableZoneIds().contains(value)) {
                return ZoneId.of(value);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw Problem.invalid("tz", value, "an IANA time zone such as Europe/Berlin")
                .exception();
    }
}
