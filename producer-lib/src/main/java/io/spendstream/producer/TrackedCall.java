package io.spendstream.producer;

/**
 * A model call.
 *
 * @param <T> what it answers
 * @param <E> what it throws; {@code RuntimeException} if it throws nothing that must be declared
 */
@FunctionalInterface
public interface TrackedCall<T, E extends Exception> {
    /** Makes the call. */
    T call() throws E;
}
