package io.spendstream.yaml;

/**
 * How much of a file is read.
 *
 * @param depth how deep its values may be nested
 * @param characters how many characters it may have
 */
public record Limits(int depth, int characters) {
    public Limits {
        if (depth < 1 || characters < 1) {
            throw new IllegalArgumentException(
                    "limits must be above 0: depth %d, characters %d".formatted(depth, characters));
        }
    }
}
