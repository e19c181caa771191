package io.spendstream.stream.pricing;

/**
 * How much is in a price book itself, without the book it extends.
 *
 * @param prices its entries
 * @param discounts the discounts
 * @param deployments the names of users' own that it explains
 * @param extendsBundled whether the bundled book prices what it does not
 */
public record BookContent(int prices, int discounts, int deployments, boolean extendsBundled) {}
