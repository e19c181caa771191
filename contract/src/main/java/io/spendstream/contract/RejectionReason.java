package io.spendstream.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a record was refused: the reason code on its dead letter and the label of its counter. */
public enum RejectionReason {
    /** The record is larger than {@link UsageEventJson#RECORD_BYTES_MAX}. */
    RECORD_TOO_LARGE,
    /** The record is not one well-formed JSON object. */
    MALFORMED_JSON,
    /** The record's {@code schema_version} is one this version cannot read. */
    UNSUPPORTED_SCHEMA_VERSION,
    /** A required field is absent, null or empty. */
    MISSING_FIELD,
    /** A field stands twice. */
    DUPLICATE_FIELD,
    /** A field has the wrong JSON type. */
    WRONG_TYPE,
    /** A field has a value that is not one of those allowed. */
    INVALID_VALUE,
    /** {@code usage} names a class that is not known, so it cannot be billed. */
    UNKNOWN_USAGE_CLASS,
    /** A count is below zero. */
    NEGATIVE_COUNT,
    /** A count is above {@link UsageCounts#COUNT_MAX}. */
    COUNT_TOO_LARGE,
    /** A text is longer than {@link Attribution#TEXT_LENGTH_MAX}. */
    TEXT_TOO_LONG,
    /** A text has a control, line or direction character or is not well-formed Unicode. */
    ILLEGAL_CHARACTER,
    /** The event has more than {@link Attribution#TAGS_MAX} tags. */
    TOO_MANY_TAGS,
    /** The record's key is not its {@code event_id}, so copies of it might not meet. */
    KEY_MISMATCH,
    /** The event happened longer ago than the acceptance window when it arrived. */
    TOO_LATE,
    /** The event claims a time further ahead of its arrival than clocks may differ. */
    IN_THE_FUTURE,
    /** An event with the same id, status and other counts was accepted before. */
    CONFLICT,
    /** The line would cost more than {@link Money#LINE_MAX}. */
    COST_TOO_LARGE;

    private static final Map<String, RejectionReason> BY_WIRE_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(RejectionReason::wireName, Function.identity()));

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** Returns the reason whose code is {@code wireName}, or empty if there is none. */
    public static Optional<RejectionReason> of(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /** Returns the reason code. */
    public String wireName() {
        return wireName;
    }
}
