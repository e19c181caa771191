package io.spendstream.producer.reading;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an API's responses say what: a table of dotted paths, compiled into the tree that {@link JsonScan} walks along
 * the document. Everything that is not on a path is skipped unread.
 *
 * <p>Built once per API by chaining, then shared and never changed.
 */
final class Paths {
    /** One step of a path. */
    static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private boolean usage;
        private boolean error;
        private boolean nested;
        private @Nullable Text text;
        private @Nullable Count count;
        private @Nullable Series series;
        private @Nullable Node element;

        @Nullable
        Node child(String name) {
            return children.get(name);
        }

        /** Returns whether the object here holds usage: what an earlier one in the document said is replaced by it. */
        boolean isUsage() {
            return usage;
        }

        /** Returns whether anything but null here says that the call failed. */
        boolean isError() {
            return error;
        }

        /** Returns whether the text here is a document of its own, in base64. */
        boolean isNested() {
            return nested;
        }

        @Nullable
        Text text() {
            return text;
        }

        @Nullable
        Count count() {
            return count;
        }

        /** Returns the series whose elements stand here, or null if this is not one. */
        @Nullable
        Series series() {
            return series;
        }

        /** Returns the paths inside each element of the series. */
        @Nullable
        Node element() {
            return element;
        }
    }

    private final Node root = new Node();

    Node root() {
        return root;
    }

    /** Says that {@code text} stands at any of {@code paths}. */
    Paths text(Text text, String... paths) {
        for (String path : paths) {
            at(path).text = text;
        }
        return this;
    }

    /** Says that each element of a series is itself {@code text}. */
    static Paths elements(Text text) {
        var paths = new Paths();
        paths.root.text = text;
        return paths;
    }

    /** Says that {@code count} stands at any of {@code paths}. */
    Paths count(Count count, String... paths) {
        for (String path : paths) {
            at(path).count = count;
        }
        return this;
    }

    /** Says that what is reported stands together in the objects at {@code paths}; one of them is counted, the last. */
    Paths usage(String... paths) {
        for (String path : paths) {
            at(path).usage = true;
        }
        return this;
    }

    /** Says that anything at {@code paths} is an error. */
    Paths error(String... paths) {
        for (String path : paths) {
            at(path).error = true;
        }
        return this;
    }

    /** Says that a document in base64 stands at {@code path}. */
    Paths nested(String path) {
        at(path).nested = true;
        return this;
    }

    /** Says that {@code series} stands at {@code path} and what stands where in each of its elements. */
    Paths each(Series series, String path, Paths element) {
        Node node = at(path);
        node.series = series;
        node.element = element.root;
        return this;
    }

    /** Says that all of {@code other} also stands under {@code path}; an empty path means right here. */
    Paths under(String path, Paths other) {
        graft(other.root, path.isEmpty() ? root : at(path));
        return this;
    }

    private Node at(String path) {
        Node node = root;
        for (int start = 0; start <= path.length(); ) {
            int dot = path.indexOf('.', start);
            int end = dot < 0 ? path.length() : dot;
            node = node.children.computeIfAbsent(path.substring(start, end), name -> new Node());
            start = end + 1;
        }
        return node;
    }

    private static void graft(Node from, Node to) {
        to.usage |= from.usage;
        to.error |= from.error;
        to.nested |= from.nested;
        to.text = from.text == null ? to.text : from.text;
        to.count = from.count == null ? to.count : from.count;
        to.series = from.series == null ? to.series : from.series;
        to.element = from.element == null ? to.element : from.element;
        from.children.forEach((name, child) -> graft(child, to.children.computeIfAbsent(name, key -> new Node())));
    }
}
