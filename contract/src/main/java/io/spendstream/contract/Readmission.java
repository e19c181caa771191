package io.spendstream.contract;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The header with which an operator sends a usage event again that is older than the acceptance window, after the table
 * was asked and did not have it:
 *
 * <pre>
 * spendstream.readmitted_by  who answers for it
 * </pre>
 *
 * It takes the place of the test whether the event is too late, and of no other.
 */
public final class Readmission {
    private static final String HEADER = "spendstream.readmitted_by";

    private Readmission() {}

    /** Adds to {@code headers} that {@code operator} answers for the event. */
    public static void add(Headers headers, String operator) {
        EventText.check("operator", operator);
        headers.remove(HEADER);
        headers.add(HEADER, operator.getBytes(StandardCharsets.UTF_8));
    }

    /** Removes what {@link #add} added. */
    public static void remove(Headers headers) {
        headers.remove(HEADER);
    }

    /** Returns whether somebody answers for the event. */
    public static boolean isIn(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return header != null && header.value() != null && header.value().length > 0;
    }
}
