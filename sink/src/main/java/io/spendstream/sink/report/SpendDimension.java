package io.spendstream.sink.report;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** What spend can be grouped by. */
public enum SpendDimension {
    /** Who pays. */
    TEAM("team", true),
    /** What kind of work it was. */
    TASK_TYPE("task_type", true),
    /** Which agent made the call. */
    AGENT("agent", true),
    /** What the call was made for. */
    PROJECT("project", true),
    /** The model, as the provider spells it. */
    MODEL("model", true),
    /** The platform that bills the call. */
    PROVIDER("provider", true),
    /** The conversation or run; summed from the rows, which takes longer. */
    SESSION("session_id", false),
    /** The day in the query's zone, as {@code 2026-11-21}. */
    DAY("", true),
    /** The week of ISO 8601 in the query's zone, as {@code 2026-W47}; it begins with Monday. */
    WEEK("", true),
    /** The month in the query's zone, as {@code 2026-11}. */
    MONTH("", true);

    private final String column;
    private final boolean isInRollup;
    private final String wireName = name().toLowerCase(Locale.ROOT);

    SpendDimension(String column, boolean isInRollup) {
        this.column = column;
        this.isInRollup = isInRollup;
    }

    /** Returns the name people use: {@code task_type}. */
    public String wireName() {
        return wireName;
    }

    /** Returns whether the groups are spans of the calendar, which are answered in their order. */
    public boolean isCalendar() {
        return column.isEmpty();
    }

    /** Returns the first day of the group that {@code day} is in. */
    LocalDate beginning(LocalDate day) {
        return switch (this) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            default -> throw new IllegalStateException(wireName + " is no span of the calendar");
        };
    }

    /** Returns the first day of the group after the one that begins with {@code beginning}. */
    LocalDate next(LocalDate beginning) {
        return switch (this) {
            case DAY -> beginning.plusDays(1);
            case WEEK -> beginning.plusWeeks(1);
            case MONTH -> beginning.plusMonths(1);
            default -> throw new IllegalStateException(wireName + " is no span of the calendar");
        };
    }

    /** Returns the name of the group that begins with {@code beginning}. */
    String label(LocalDate beginning) {
        return switch (this) {
            case WEEK ->
                String.format(
                        Locale.ROOT,
                        "%d-W%02d",
                        beginning.get(IsoFields.WEEK_BASED_YEAR),
                        beginning.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case MONTH -> YearMonth.from(beginning).toString();
            default -> beginning.toString();
        };
    }

    String column() {
        return column;
    }

    boolean isInRollup() {
        return isInRollup;
    }
}
