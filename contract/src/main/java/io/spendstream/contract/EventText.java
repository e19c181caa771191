package io.spendstream.contract;

import org.jspecify.annotations.Nullable;

/**
 * The rule every text of an event obeys: 1 to {@link Attribution#TEXT_LENGTH_MAX} UTF-16 code units, well-formed
 * Unicode, no control, line or direction characters. Texts are data: what looks like SQL or markup is kept as it is.
 */
final class EventText {
    private EventText() {}

    static void require(String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw new RejectedException(RejectionReason.MISSING_FIELD, field + " is required");
        }
        check(field, text);
    }

    static void check(String field, @Nullable String text) {
        if (text == null) {
            return;
        }
        if (text.isEmpty()) {
            throw new RejectedException(RejectionReason.MISSING_FIELD, field + " must not be empty; leave it out");
        }
        if (text.length() > Attribution.TEXT_LENGTH_MAX) {
            throw new RejectedException(
                    RejectionReason.TEXT_TOO_LONG,
                    "%s must be at most %d characters: %d"
                            .formatted(field, Attribution.TEXT_LENGTH_MAX, text.length()));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            i += checkWide(field, text, i);
        }
    }

    /** Checks the character at {@code i}, outside printable ASCII; returns 1 if it takes two code units, else 0. */
    private static int checkWide(String field, String text, int i) {
        int codePoint = text.codePointAt(i);
        int type = Character.getType(codePoint);
        boolean illegal = type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
        if (illegal) {
            throw new RejectedException(
                    RejectionReason.ILLEGAL_CHARACTER,
                    "%s must not contain the character U+%04X, at position %d".formatted(field, codePoint, i));
        }
        return Character.charCount(codePoint) - 1;
    }
}
