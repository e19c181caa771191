package io.spendstream.cli.report;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Quarter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time a report is about.
 *
 * @param since the first moment that counts
 * @param until the first moment that no longer counts
 */
public record Period(Instant since, Instant until) {
    private static final Pattern AGO = Pattern.compile("(\\d{1,5})([mhd])");

    public Period {
        requireNonNull(since, "since");
        requireNonNull(until, "until");
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("--since must be before --until: %s, %s".formatted(since, until));
        }
    }

    /**
     * Returns the period two texts name. Each is a date (the first or last day that counts, in {@code zone}), a time in
     * RFC 3339, or how long ago: {@code 90m}, {@code 24h}, {@code 7d}. Without {@code since} the period starts with
     * today, without {@code until} it ends with today.
     */
    public static Period of(@Nullable String since, @Nullable String until, ZoneId zone, Instant now) {
        return of(since, until, LocalDate.ofInstant(now, zone), zone, now);
    }

    /** Returns the period two texts name, which without {@code since} starts with {@code firstDay}. */
    static Period of(@Nullable String since, @Nullable String until, LocalDate firstDay, ZoneId zone, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant start = since == null ? start(firstDay, zone) : parse("--since", since, zone, now, 0);
        Instant end = until == null ? start(today.plusDays(1), zone) : parse("--until", until, zone, now, 1);
        return new Period(start, end);
    }

    private static Instant parse(String flag, String text, ZoneId zone, Instant now, int daysAfterDate) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long amount = Long.parseLong(ago.group(1));
            Duration back = switch (ago.group(2)) {
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
            return Quarter.startOf(Quarter.numberOf(now.minus(back))); // sums are kept for whole ones
        }
        try {
            return text.length() == 10
                    ? start(LocalDate.parse(text).plusDays(daysAfterDate), zone)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "%s must be a date (2026-11-21), a time (2026-11-21T20:00:00Z) or how long ago (24h, 7d): %s"
                            .formatted(flag, text));
        }
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }
}
