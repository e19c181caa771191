package io.spendstream.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Moments as people write them: a time in RFC 3339, or a date, which means its first instant in UTC. */
public final class TimeText implements ITypeConverter<Instant> {
    private static final int DATE_LENGTH = 10;

    @Override
    public Instant convert(String text) {
        try {
            return text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "must be a date such as 2026-11-21 or a time such as 2026-11-21T20:43:27Z: " + text);
        }
    }
}
