package io.spendstream.faults.inject;

import java.util.Random;

/**
 * Something that goes wrong.
 *
 * @param name what people call it
 * @param injection what breaks it and mends it again
 */
public record Fault(String name, Injection injection) {
    /** Breaks something, waits, and mends it. */
    @FunctionalInterface
    public interface Injection {
        /** Does so; returns once it is mended. */
        void inject(Random random) throws Exception;
    }
}
