package io.spendstream.contract;

/**
 * A record that must be refused.
 *
 * @param name what is wrong with it
 * @param bytes the record
 * @param reason why it is refused
 * @param says what the message must say: the field, the limit, the remedy
 * @param isBeyondSchema whether this is something a JSON Schema cannot see
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadRecord(String name, byte[] bytes, RejectionReason reason, String says, boolean isBeyondSchema) {
    @Override
    public String toString() {
        return "%s: %s".formatted(reason.wireName(), name);
    }
}
