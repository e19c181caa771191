package io.spendstream.contract;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.ObjLongConsumer;

/**
 * How much of each usage class a call consumed. A class that was not reported is absent, which is not the same as
 * zero. Counts of a usage event are never negative; the counts of a correction line may be.
 *
 * <p>Immutable and thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // counts live in an array by ordinal, inside one process; the wire uses names
public final class UsageCounts {
    /** The largest count of one class in one call that is accepted: 10<sup>12</sup>. */
    public static final long COUNT_MAX = 1_000_000_000_000L;

    private static final int CLASSES = UsageClass.values().length;
    private static final UsageCounts NONE = new UsageCounts(new long[CLASSES], 0);

    private final long[] counts;
    private final int present;

    private UsageCounts(long[] counts, int present) {
        this.counts = counts;
        this.present = present;
    }

    /** Returns counts in which nothing is reported. */
    public static UsageCounts none() {
        return NONE;
    }

    /** Returns a new, empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns counts with only {@code input} and {@code output} tokens reported. */
    public static UsageCounts of(long input, long output) {
        return builder()
                .set(UsageClass.INPUT, input)
                .set(UsageClass.OUTPUT, output)
                .build();
    }

    /** Returns whether {@code usageClass} was reported. */
    public boolean has(UsageClass usageClass) {
        return (present & bit(usageClass)) != 0;
    }

    /** Returns the count of {@code usageClass}, or 0 if it was not reported; see {@link #has}. */
    public long get(UsageClass usageClass) {
        return counts[usageClass.ordinal()];
    }

    /** Returns whether no class was reported. */
    public boolean isEmpty() {
        return present == 0;
    }

    /** Returns whether some count is below zero, as in a correction line. */
    public boolean hasNegative() {
        for (long count : counts) {
            if (count < 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the sum of all input token classes. */
    public long promptTokens() {
        return sum(UsageClass.Side.INPUT);
    }

    /** Returns the sum of all output token classes. */
    public long completionTokens() {
        return sum(UsageClass.Side.OUTPUT);
    }

    /** Calls {@code consumer} with each reported class and its count, in wire order. */
    public void forEach(ObjLongConsumer<UsageClass> consumer) {
        for (UsageClass usageClass : UsageClass.all()) {
            if (has(usageClass)) {
                consumer.accept(usageClass, get(usageClass));
            }
        }
    }

    /**
     * Returns, class by class, these counts less {@code earlier}. A class is reported in the result if it is reported
     * in either.
     */
    public UsageCounts minus(UsageCounts earlier) {
        long[] difference = new long[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            difference[i] = Math.subtractExact(counts[i], earlier.counts[i]);
        }
        return new UsageCounts(difference, present | earlier.present);
    }

    private long sum(UsageClass.Side side) {
        long sum = 0;
        for (UsageClass usageClass : UsageClass.all()) {
            if (usageClass.side() == side) {
                sum = Math.addExact(sum, get(usageClass));
            }
        }
        return sum;
    }

    private static int bit(UsageClass usageClass) {
        return 1 << usageClass.ordinal();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsageCounts that && present == that.present && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * present + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        var text = new StringJoiner(", ", "{", "}");
        forEach((usageClass, count) -> text.add(usageClass.wireName() + "=" + count));
        return text.toString();
    }

    /** Collects counts; not thread-safe. */
    public static final class Builder {
        private long[] counts = new long[CLASSES];
        private boolean isShared;
        private int present;
        private int mentioned;

        private Builder() {}

        /** Notes that a record mentions {@code usageClass}, if only as null; returns whether it did not do so before. */
        boolean isFirstMention(UsageClass usageClass) {
            boolean isFirst = (mentioned & bit(usageClass)) == 0;
            mentioned |= bit(usageClass);
            return isFirst;
        }

        /** Returns whether {@code usageClass} was reported to this builder. */
        public boolean has(UsageClass usageClass) {
            return (present & bit(usageClass)) != 0;
        }

        /** Reports {@code count} of {@code usageClass}, replacing what was reported before. */
        public Builder set(UsageClass usageClass, long count) {
            if (Math.abs(count) > COUNT_MAX || count == Long.MIN_VALUE) {
                throw new IllegalArgumentException(
                        "%s must be at most %d: %d".formatted(usageClass.wireName(), COUNT_MAX, count));
            }
            if (isShared) {
                counts = counts.clone();
                isShared = false;
            }
            counts[usageClass.ordinal()] = count;
            present |= bit(usageClass);
            return this;
        }

        /** Adds {@code count} of {@code usageClass} to what was reported before. */
        public Builder add(UsageClass usageClass, long count) {
            return set(usageClass, Math.addExact(counts[usageClass.ordinal()], count));
        }

        /** Returns the counts collected so far. */
        public UsageCounts build() {
            if (present == 0) {
                return NONE;
            }
            isShared = true;
            return new UsageCounts(counts, present);
        }
    }
}
