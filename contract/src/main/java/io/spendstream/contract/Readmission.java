package io.spendstream.contract;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers with which an operator sends a usage event again that is older than the acceptance window, after the table
 * was asked and did not have it:
 *
 * <pre>
 * spendstream.readmitted_by  who answers for it
 * spendstream.readmitted_at  when the table was asked, RFC 3339
 * </pre>
 *
 * Whether the event is too late is then asked of that moment instead of its own. So a copy of the record that comes when
 * its first reading may be forgotten is too late, like a copy of any other.
 */
public final class Readmission {
    private static final String BY = "spendstream.readmitted_by";
    private static final String AT = "spendstream.readmitted_at";

    private Readmission() {}

    /** Adds to {@code headers} that {@code operator} answers for the event, as of {@code at}. */
    public static void add(Headers headers, String operator, Instant at) {
        EventText.check("operator", operator);
        put(headers, BY, operator);
        put(headers, AT, at.toString());
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the moment by which it is judged whether an event is too late: {@code timestamp}, when it happened, or when
     * somebody answered for it if that is later. Headers that say neither who nor when say nothing.
     */
    public static Instant judgedAt(Headers headers, Instant timestamp) {
        Header at = headers.lastHeader(AT);
        Header by = headers.lastHeader(BY);
        if (at == null || at.value() == null || by == null || by.value() == null || by.value().length == 0) {
            return timestamp;
        }
        try {
            Instant readmitted = Instant.parse(new String(at.value(), StandardCharsets.UTF_8));
            return readmitted.isAfter(timestamp) ? readmitted : timestamp;
        } catch (DateTimeException e) {
            return timestamp;
        }
    }
}
