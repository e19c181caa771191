package io.spendstream.testkit;

import java.util.List;

/** Closes what a server for tests is made of. */
final class Closing {
    private Closing() {}

    /** Closes all, even if some fail, and throws the first failure. */
    static void inOrder(List<AutoCloseable> parts) {
        var failure = new IllegalStateException("a server for tests does not close");
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure.addSuppressed(e);
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
