package io.spendstream.producer;

import java.util.Locale;

/** Why usage is not on its way to Kafka. Every case is counted, and the first of each reason is logged. */
public enum DropReason {
    /** The event broke a rule of the contract, such as the length of a text; it was not recorded. */
    INVALID_EVENT,
    /** The event's JSON is larger than a record may be; it was not recorded. */
    RECORD_TOO_LARGE,
    /** The journals of this host have reached {@code journal.bytes.max}; the event was not recorded. */
    JOURNAL_FULL,
    /** The file system refused, a full disk for instance; the event was not recorded. */
    JOURNAL_IO_ERROR,
    /** The tracker was closed before; the event was not recorded. */
    CLOSED,
    /** There is no reader for the provider and API of a response; its usage is not known. */
    UNKNOWN_API,
    /** The body of a response could not be had from it; its usage is not known. */
    UNREADABLE_RESPONSE,
    /** A fault of this library; the event was not recorded. */
    INTERNAL_ERROR,
    /** Kafka will never take a recorded event; it is in {@code set-aside/…/refused.journal}. */
    REFUSED_BY_KAFKA,
    /** A journal ends in the first part of an event whose {@code record} had not returned. */
    CUT_OFF,
    /** One or several recorded events in a row cannot be read; their segment is in {@code set-aside/…/*.corrupt}. */
    DAMAGED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in logs and labels. */
    public String wireName() {
        return wireName;
    }
}
