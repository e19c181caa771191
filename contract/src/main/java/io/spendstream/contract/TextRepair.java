package io.spendstream.contract;

import org.jspecify.annotations.Nullable;

/**
 * Makes a text of an event out of one that breaks the rule of {@link EventText}, so that a call is not lost to the name
 * it came with. Two texts that differ stay apart where they are too long, by the hash their ends are replaced with.
 * Thread-safe: all methods are pure.
 */
final class TextRepair {
    /** Stands for what no text may have. */
    private static final int REPLACEMENT = 0xfffd;

    /** As long as the mark, a tilde and eight digits, that stands for the end of a text. */
    private static final int MARK_LENGTH = 9;

    private TextRepair() {}

    /** Returns {@code text} if it obeys the rule, else one like it that does; null if nothing of it is left. */
    static @Nullable String repair(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String legal = text.codePoints().anyMatch(EventText::isIllegal) ? replaced(text) : text;
        if (legal.isEmpty()) {
            return null;
        }
        return legal.length() <= Attribution.TEXT_LENGTH_MAX ? legal : cut(legal);
    }

    /** Returns {@code text} without blank ends, such as the line end of a file, and with the rest replaced. */
    private static String replaced(String text) {
        return text.strip()
                .codePoints()
                .map(codePoint -> EventText.isIllegal(codePoint) ? REPLACEMENT : codePoint)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String cut(String text) {
        int end = Attribution.TEXT_LENGTH_MAX - MARK_LENGTH;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return "%s~%08x".formatted(text.substring(0, end), text.hashCode());
    }
}
