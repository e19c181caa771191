package io.spendstream.contract;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a budget begins anew. The windows of a period follow each other without gap or overlap, whatever the
 * clocks of its zone do: a day is 23 or 25 hours long when they change, and an hour that the clock shows twice is two
 * hours.
 *
 * @param type hour, day, week, month or session
 * @param zone whose clocks it goes by
 * @param weekStart the day a week starts on
 * @param dayOfMonth the day a month starts on, 1 to 28
 */
public record BudgetPeriod(Type type, ZoneId zone, DayOfWeek weekStart, int dayOfMonth) {
    /** Days of UTC. */
    public static final BudgetPeriod UTC_DAY = of(Type.DAY, ZoneOffset.UTC);

    private static final int DAY_OF_MONTH_MAX = 28;

    /** What kind of period. */
    public enum Type {
        /** From one full hour to the next. */
        HOUR,
        /** From midnight to midnight. */
        DAY,
        /** Seven days from the day a week starts on. */
        WEEK,
        /** From the day a month starts on to the same day of the next. */
        MONTH,
        /** As long as the session lasts. */
        SESSION;

        private static final List<Type> ALL = List.of(values());

        private final String wireName = name().toLowerCase(Locale.ROOT);

        /** Returns the type spelled {@code wireName}, or empty if there is none. */
        public static Optional<Type> of(String wireName) {
            return ALL.stream().filter(type -> type.wireName.equals(wireName)).findFirst();
        }

        /** Returns the names of all types, for sentences. */
        public static String wireNames() {
            return String.join(", ", Arrays.stream(values()).map(Type::wireName).toList());
        }

        /** Returns the name used on the wire and in files. */
        public String wireName() {
            return wireName;
        }
    }

    public BudgetPeriod {
        requireNonNull(type, "type");
        // Z and UTC are one zone: equal periods must be equal records
        zone = zone.getId().equals("UTC") ? ZoneOffset.UTC : requireNonNull(zone, "zone");
        requireNonNull(weekStart, "weekStart");
        if (dayOfMonth < 1 || dayOfMonth > DAY_OF_MONTH_MAX) {
            throw new IllegalArgumentException(
                    "day_of_month must be 1 to %d: %d".formatted(DAY_OF_MONTH_MAX, dayOfMonth));
        }
    }

    /** Returns periods of {@code type} in {@code zone}, weeks from Monday and months from the first. */
    public static BudgetPeriod of(Type type, ZoneId zone) {
        return new BudgetPeriod(type, zone, DayOfWeek.MONDAY, 1);
    }

    /** Returns the name of the zone: {@code UTC} or as in the IANA database. */
    public String zoneName() {
        return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** Returns the window {@code time} lies in. */
    public BudgetWindow windowAt(Instant time) {
        return switch (type) {
            case SESSION -> BudgetWindow.ALWAYS;
            case HOUR -> hourAt(time);
            case DAY, WEEK, MONTH -> daysAt(time);
        };
    }

    private BudgetWindow daysAt(Instant time) {
        LocalDate first = firstDay(time.atZone(zone).toLocalDate());
        BudgetWindow window = daysFrom(first);
        // a clock set back over midnight shows yesterday again; it is still today that has begun
        while (!time.isBefore(window.end())) {
            first = nextFirstDay(first);
            window = daysFrom(first);
        }
        return window;
    }

    private BudgetWindow daysFrom(LocalDate first) {
        Instant start = first.atStartOfDay(zone).toInstant();
        LocalDate next = nextFirstDay(first);
        Instant end = next.atStartOfDay(zone).toInstant();
        while (!start.isBefore(end)) {
            // a date the zone skipped, as some did when they crossed the date line
            next = nextFirstDay(next);
            end = next.atStartOfDay(zone).toInstant();
        }
        return new BudgetWindow(start, end);
    }

    private LocalDate firstDay(LocalDate date) {
        return switch (type) {
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(weekStart));
            case MONTH -> (date.getDayOfMonth() < dayOfMonth ? date.minusMonths(1) : date).withDayOfMonth(dayOfMonth);
            case HOUR, DAY, SESSION -> date;
        };
    }

    private LocalDate nextFirstDay(LocalDate first) {
        return switch (type) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            case HOUR, DAY, SESSION -> first.plusDays(1);
        };
    }

    private BudgetWindow hourAt(Instant time) {
        ZoneRules rules = zone.getRules();
        Instant start = ZonedDateTime.ofInstant(time, rules.getOffset(time))
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant();
        ZoneOffsetTransition before = rules.previousTransition(time.plusNanos(1));
        if (before != null && before.getInstant().isAfter(start)) {
            start = before.getInstant();
        }
        Instant end = ZonedDateTime.ofInstant(time, rules.getOffset(time))
                .truncatedTo(ChronoUnit.HOURS)
                .toInstant()
                .plus(Duration.ofHours(1));
        ZoneOffsetTransition after = rules.nextTransition(time);
        if (after != null && after.getInstant().isBefore(end)) {
            end = after.getInstant();
        }
        return new BudgetWindow(start, end);
    }
}
