package io.spendstream.producer.reading;

/** Endpoints that count tokens and charge nothing: what they answer looks like usage and is none. */
final class FreeShape extends Shape {
    FreeShape() {
        super(new Paths().error("error"), Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return true;
    }

    @Override
    boolean isBillable() {
        return false;
    }
}
