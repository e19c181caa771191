package io.spendstream.yaml;

import java.util.List;
import java.util.Map;

/** A value in a file, with the line it stands on. Numbers keep their digits: they are never doubles. */
public sealed interface Node {
    /** Returns the line the value stands or begins on, counted from 1. */
    int line();

    /** Returns what the value is without repeating it: it may be a secret. */
    String kind();

    /** Returns what the value is, and a text as it is written, for a sentence that says it should have been another. */
    default String shown() {
        return kind();
    }

    /**
     * A text, number or boolean, as written.
     *
     * @param line the line it stands on
     * @param text the characters; numbers as they are written
     */
    record Scalar(int line, String text) implements Node {
        @Override
        public String kind() {
            return "a text";
        }

        @Override
        public String shown() {
            return "'" + text + "'";
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
