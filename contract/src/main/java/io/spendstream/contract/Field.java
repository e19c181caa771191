package io.spendstream.contract;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;

/** The fields of usage events and ledger lines, in the order they are written; their names are encoded once. */
@SuppressWarnings("ImmutableEnumChecker") // a name keeps no more than its own encoded forms
enum Field {
    SCHEMA_VERSION,
    EVENT_ID,
    ENTRY,
    REASON,
    OPERATOR,
    TIMESTAMP,
    RECORDED_AT,
    SESSION_ID,
    TASK_TYPE,
    TEAM,
    AGENT,
    PROJECT,
    USER,
    ENVIRONMENT,
    PARENT_SESSION_ID,
    TAGS,
    PROVIDER,
    MODEL,
    REQUEST_MODEL,
    API,
    SERVICE_TIER,
    USAGE,
    USAGE_STATUS,
    PRICING_STATUS,
    COST_EXACT,
    PRICED_MODEL,
    PRICE_ID,
    MATCH,
    BOOK_VERSION,
    UNPRICED_CALLS,
    PROVIDER_COST,
    LATENCY_MS,
    STATUS,
    USAGE_FLAGS;

    private final SerializedString encoded = new SerializedString(name().toLowerCase(Locale.ROOT));

    /** Returns the name as it stands on the wire. */
    SerializableString encoded() {
        return encoded;
    }
}
