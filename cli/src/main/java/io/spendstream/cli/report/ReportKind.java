package io.spendstream.cli.report;

import io.spendstream.sink.report.SpendDimension;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** The reports that have a name of their own. */
enum ReportKind {
    /** By day, of the last 30 days. */
    DAILY(SpendDimension.DAY) {
        @Override
        LocalDate firstDay(LocalDate today) {
            return today.minusDays(29);
        }
    },
    /** By week, which begins with Monday, of the last 12 weeks. */
    WEEKLY(SpendDimension.WEEK) {
        @Override
        LocalDate firstDay(LocalDate today) {
            return today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                    .minusWeeks(11);
        }
    },
    /** By month, of the last 12 months. */
    MONTHLY(SpendDimension.MONTH) {
        @Override
        LocalDate firstDay(LocalDate today) {
            return today.withDayOfMonth(1).minusMonths(11);
        }
    },
    /** By session, of today. */
    SESSION(SpendDimension.SESSION) {
        @Override
        LocalDate firstDay(LocalDate today) {
            return today;
        }
    };

    private final SpendDimension by;

    ReportKind(SpendDimension by) {
        this.by = by;
    }

    SpendDimension by() {
        return by;
    }

    /** Returns the first day that counts, unless said otherwise; the last is {@code today}. */
    abstract LocalDate firstDay(LocalDate today);

    /** Returns the name people use: {@code daily}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
