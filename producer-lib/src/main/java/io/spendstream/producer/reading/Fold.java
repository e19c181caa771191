package io.spendstream.producer.reading;

/** What is known of one call, and how the documents of its response are folded into it. Not thread-safe. */
final class Fold {
    private static final int NESTING_MAX = 4;

    private final Shape shape;
    private final JsonScan scan;
    private final Sighting call;

    Fold(Shape shape) {
        this(shape, new Sighting());
    }

    private Fold(Shape shape, Sighting call) {
        this.shape = shape;
        this.scan = new JsonScan(shape);
        this.call = call;
    }

    Sighting call() {
        return call;
    }

    /** Returns a copy that can be taken further on its own. */
    Fold copy() {
        return new Fold(shape, call.copy());
    }

    /** Takes one JSON document; returns whether it is whole and well-formed. */
    boolean document(byte[] bytes, int offset, int length) {
        return document(bytes, offset, length, 0);
    }

    /** Takes the marker that ends some streams outside JSON. */
    void done() {
        shape.done(call);
    }

    private boolean document(byte[] bytes, int offset, int length, int nesting) {
        return scan.scan(bytes, offset, length, event -> take(event, nesting));
    }

    /** Folds {@code event} and then the document inside it, which is scanned into the same, by then folded, event. */
    private void take(Sighting event, int nesting) {
        byte[] nested = event.nested();
        call.mergeFlags(event);
        shape.fold(call, event);
        if (nested != null && nesting < NESTING_MAX && !document(nested, 0, nested.length, nesting + 1)) {
            call.mark(ReadFlag.MALFORMED);
        }
    }
}
