package io.spendstream.testkit;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server for all tests of this JVM, started when first asked for and closed when the JVM ends. Whoever asks after a
 * failed start gets the same failure, not a riddle about a class that cannot be initialised. Thread-safe.
 */
final class Shared<S extends AutoCloseable> {
    private final Supplier<S> start;
    private @Nullable S server; // guarded by this

    Shared(Supplier<S> start) {
        this.start = start;
    }

    synchronized S get() {
        if (server == null) {
            S started = start.get();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Closing.inOrder(List.of(started)), "testkit-stop"));
            server = started;
        }
        return server;
    }
}
