package io.spendstream.cli.report;

import java.util.Locale;

/** Which group of a report comes first. */
enum ReportOrder {
    /** The earliest, or the cheapest. */
    ASC,
    /** The latest, or the most expensive. */
    DESC;

    /** Returns the name people use: {@code asc}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
