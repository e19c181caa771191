package io.spendstream.stream.pricing.lists;

/** Thrown when a listed price is not to be trusted, or cannot be said in a price book. The message is the reason. */
final class DoubtfulPriceException extends Exception {
    private static final long serialVersionUID = 1L;

    DoubtfulPriceException(String reason) {
        super(reason);
    }
}
