package io.spendstream.notifier.file;

import java.util.List;
import java.util.Map;

/** A value of the file with the line it stands on. */
sealed interface Node {
    int line();

    /** Returns what the value is, for a sentence that says it should have been something else. */
    String kind();

    /**
     * A text, number or boolean.
     *
     * @param line the line it stands on
     * @param text the characters as they are written; they may be a secret
     */
    record Scalar(int line, String text) implements Node {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /**
     * A list.
     *
     * @param line the line it begins on
     * @param items what is in it
     */
    record Items(int line, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * An object.
     *
     * @param line the line it begins on
     * @param fields its fields, in the order of the file
     */
    record Fields(int line, Map<String, Node> fields) implements Node {
        @Override
        public String kind() {
            return "an object";
        }
    }
}
