package io.spendstream.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import java.io.IOException;
import java.time.Instant;

/** Turns the bytes of a ledger record into a line the database can hold. */
final class LedgerDecoder {
    /** The years partitions are made for: a line outside them has a wrong clock behind it, not a call. */
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");
    private static final JsonFactory JSON = new JsonFactory();

    private LedgerDecoder() {}

    /** Says that the ledger is written by a newer version than this one. */
    static final class NewerVersionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NewerVersionException(String message) {
            super(message);
        }
    }

    /**
     * Returns the line in {@code record}.
     *
     * @throws IllegalArgumentException if it is not a ledger line
     * @throws NewerVersionException if it may well be one, which a newer version of the sink can read
     */
    static LedgerLine decode(byte[] record) {
        LedgerLine line;
        try {
            line = LedgerLineJson.read(record);
        } catch (RuntimeException e) {
            // whatever the parser stumbles over, the record is not a line: it is set aside whole, and the stream goes
            // on
            int version = versionOf(record);
            if (version > LedgerLine.SCHEMA_VERSION) {
                throw new NewerVersionException(
                        "the ledger has lines of schema_version %d, this sink reads %d: upgrade the sink; nothing is lost meanwhile"
                                .formatted(version, LedgerLine.SCHEMA_VERSION));
            }
            throw new IllegalArgumentException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
        if (line.timestamp().isBefore(FIRST) || !line.timestamp().isBefore(END)) {
            throw new IllegalArgumentException(
                    "timestamp must be in [%s, %s): %s".formatted(FIRST, END, line.timestamp()));
        }
        return line;
    }

    private static int versionOf(byte[] record) {
        try (JsonParser json = JSON.createParser(record)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return 0;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isVersion = json.currentName().equals("schema_version");
                json.nextToken();
                if (isVersion) {
                    return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getIntValue() : 0;
                }
                json.skipChildren();
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
