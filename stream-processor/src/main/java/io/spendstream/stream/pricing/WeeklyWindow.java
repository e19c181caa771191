package io.spendstream.stream.pricing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Some hours of the week, on the clock of one zone. A window whose end is not after its start passes midnight and
 * belongs to the day it starts on; one whose end is its start is a whole day.
 *
 * @param zone whose clock and weekdays count
 * @param weekdays the days it starts on
 * @param from when it starts, inclusive
 * @param to when it ends, exclusive
 */
record WeeklyWindow(ZoneId zone, Set<DayOfWeek> weekdays, LocalTime from, LocalTime to) {
    WeeklyWindow {
        weekdays = Set.copyOf(weekdays);
    }

    boolean contains(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return contains(local.getDayOfWeek(), local.toLocalTime());
    }

    boolean contains(DayOfWeek day, LocalTime time) {
        if (from.isBefore(to)) {
            return weekdays.contains(day) && !time.isBefore(from) && time.isBefore(to);
        }
        return time.isBefore(from) ? weekdays.contains(day.minus(1)) && time.isBefore(to) : weekdays.contains(day);
    }

    boolean overlaps(WeeklyWindow other) {
        for (DayOfWeek day : DayOfWeek.values()) {
            boolean otherStartsInThis = contains(day, other.from) && other.contains(day, other.from);
            boolean thisStartsInOther = contains(day, from) && other.contains(day, from);
            if (otherStartsInThis || thisStartsInOther) {
                return true;
            }
        }
        return false;
    }

    /** Returns the window in words. */
    @Override
    public String toString() {
        String days = weekdays.size() == DayOfWeek.values().length
                ? ""
                : weekdays.stream()
                                .sorted()
                                .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(","))
                        + " ";
        return "%s%s-%s %s".formatted(days, from, to, zone);
    }
}
