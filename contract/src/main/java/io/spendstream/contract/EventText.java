package io.spendstream.contract;

import org.jspecify.annotations.Nullable;

/**
 * The rule every text of an event obeys: 1 to {@link Attribution#TEXT_LENGTH_MAX} UTF-16 code units, well-formed
 * Unicode, no control, line or direction characters. Texts are data: what looks like SQL or markup is kept as it is.
 */
final class EventText {
    private static final int NAME_LENGTH_MAX = 64;

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
            throw new RejectedException(
                    RejectionReason.MISSING_FIELD, field + " must not be empty; leave it out instead");
        }
        if (text.length() > Attribution.TEXT_LENGTH_MAX) {
            throw new RejectedException(
                    RejectionReason.TEXT_TOO_LONG,
                    "%s must be at most %d characters: %d"
                            .formatted(field, Attribution.TEXT_LENGTH_MAX, text.length()));
        }
        for (int i = asciiEnd(text); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            i += checkWide(field, text, i);
        }
    }

    /** Checks a tag; its name is put together only if there is something to say about it. */
    static void requireTag(String key, String value) {
        require("the name of a tag", key);
        if (value.isEmpty() || value.length() > Attribution.TEXT_LENGTH_MAX || asciiEnd(value) < value.length()) {
            require(tagName(key), value);
        }
    }

    /** Returns how sentences call the tag {@code key}. */
    static String tagName(String key) {
        return nameIn("tags", key);
    }

    /** Returns how sentences call the field {@code name} of {@code object}: by its name only if that is a plain one. */
    static String nameIn(String object, String name) {
        return isPlainName(name) ? object + "." + name : "a field of " + object;
    }

    /** Returns where the printable ASCII characters {@code text} starts with end. */
    private static int asciiEnd(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) < 0x7f) {
            i++;
        }
        return i;
    }

    private static boolean isPlainName(String name) {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isPlain && c != '_' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** Checks the character at {@code i}, outside printable ASCII; returns 1 if it takes two code units, else 0. */
    private static int checkWide(String field, String text, int i) {
        int codePoint = text.codePointAt(i);
        if (isIllegal(codePoint)) {
            throw new RejectedException(
                    RejectionReason.ILLEGAL_CHARACTER,
                    "%s must not contain the character U+%04X, at position %d".formatted(field, codePoint, i));
        }
        return Character.charCount(codePoint) - 1;
    }

    /** Returns whether no text may have {@code codePoint}. */
    static boolean isIllegal(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
