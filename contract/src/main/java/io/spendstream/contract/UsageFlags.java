package io.spendstream.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rule for the flags of an event: what is noteworthy about how its counts were read, for example {@code
 * total_mismatch}. A flag changes no count and no cost; it tells people where to look. Names nobody knows yet are kept,
 * for readers of responses learn faster than those who read events.
 */
final class UsageFlags {
    /** How many flags an event has at most. */
    static final int FLAGS_MAX = 16;

    private static final int NAME_LENGTH_MAX = 64;

    private UsageFlags() {}

    /** Returns {@code flags} in name order. */
    static Set<String> check(Set<String> flags) {
        if (flags.isEmpty()) {
            return Set.of();
        }
        requireCount(flags.size());
        for (String flag : flags) {
            if (!isName(flag)) {
                throw new RejectedException(
                        RejectionReason.INVALID_VALUE,
                        "usage_flags must be names of 1 to %d characters of a-z, 0-9 and _".formatted(NAME_LENGTH_MAX));
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(flags));
    }

    /** Writes {@code flags} unless there are none. */
    static void write(JsonGenerator json, Set<String> flags) throws IOException {
        if (flags.isEmpty()) {
            return;
        }
        json.writeFieldName(Field.USAGE_FLAGS.encoded());
        json.writeStartArray();
        for (String flag : flags) {
            json.writeString(flag);
        }
        json.writeEndArray();
    }

    /** Reads the array {@code json} stands on; its names are checked by {@link #check}. */
    static Set<String> read(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return Set.of();
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw EventFields.wrongType("usage_flags", "an array", json);
        }
        var read = new TreeSet<String>();
        for (int count = 1; json.nextToken() != JsonToken.END_ARRAY; count++) {
            requireCount(count);
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw EventFields.wrongType("a name in usage_flags", "a string", json);
            }
            read.add(json.getText());
        }
        return read;
    }

    private static void requireCount(int count) {
        if (count > FLAGS_MAX) {
            throw new RejectedException(
                    RejectionReason.INVALID_VALUE, "usage_flags must be at most %d".formatted(FLAGS_MAX));
        }
    }

    private static boolean isName(String flag) {
        if (flag.isEmpty() || flag.length() > NAME_LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < flag.length(); i++) {
            char c = flag.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        return true;
    }
}
