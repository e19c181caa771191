package io.spendstream.producer.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counts and texts seen in one JSON document, in one element of a series, or in a whole call so far. What was not
 * seen is absent, not zero. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // values live in arrays by ordinal, inside one process
final class Sighting {
    private static final Count[] COUNT_VALUES = Count.values();
    private static final ReadFlag[] FLAG_VALUES = ReadFlag.values();
    private static final int COUNTS = COUNT_VALUES.length;
    private static final int TEXTS = Text.values().length;

    private final long[] counts = new long[COUNTS];
    private final @Nullable String[] texts = new @Nullable String[TEXTS];
    private long present;
    private @Nullable List<Sighting> parts;
    private byte @Nullable [] nested;

    // bit i stands for the alternative at index i
    private long begunChoices;
    private long finishedChoices;

    private long searches;
    private boolean usageObject;
    private int flags;
    private boolean ended;
    private boolean incomplete;

    boolean has(Count count) {
        return (present & bit(count)) != 0;
    }

    boolean hasCounts() {
        return present != 0;
    }

    long get(Count count) {
        return has(count) ? counts[count.ordinal()] : 0;
    }

    void set(Count count, long value) {
        counts[count.ordinal()] = value;
        present |= bit(count);
    }

    void add(Count count, long value) {
        set(count, Math.addExact(get(count), value));
    }

    void setAtLeast(Count count, long value) {
        set(count, Math.max(get(count), value));
    }

    void remove(Count count) {
        present &= ~bit(count);
    }

    @Nullable
    String text(Text text) {
        return texts[text.ordinal()];
    }

    boolean has(Text text) {
        return texts[text.ordinal()] != null;
    }

    boolean is(Text text, String value) {
        return value.equals(texts[text.ordinal()]);
    }

    void set(Text text, @Nullable String value) {
        texts[text.ordinal()] = value;
    }

    /** Takes over {@code text} of {@code other} unless one that is not empty is known already. */
    void keepFirst(Text text, Sighting other) {
        String known = text(text);
        if (known == null || known.isEmpty()) {
            takeLast(text, other);
        }
    }

    /** Takes over {@code text} of {@code other} if it has one. */
    void takeLast(Text text, Sighting other) {
        String value = other.text(text);
        if (value != null) {
            set(text, value);
        }
    }

    /** Forgets all counts and takes over those of {@code other}. */
    void replaceCounts(Sighting other) {
        present = other.present;
        System.arraycopy(other.counts, 0, counts, 0, COUNTS);
        parts = other.parts;
    }

    /** Takes over each count {@code other} has and keeps the rest. */
    void mergeCounts(Sighting other) {
        for (int i = 0; i < COUNTS; i++) {
            if ((other.present & (1L << i)) != 0) {
                counts[i] = other.counts[i];
            }
        }
        present |= other.present;
        if (other.parts != null) {
            parts = other.parts;
        }
    }

    /** Adds each count {@code other} has to the count here. */
    void addCounts(Sighting other) {
        for (Count count : COUNT_VALUES) {
            if (other.has(count)) {
                add(count, other.get(count));
            }
        }
    }

    Sighting copyOfCounts() {
        var copy = new Sighting();
        copy.replaceCounts(this);
        return copy;
    }

    /** Returns a copy that can be changed on its own. */
    Sighting copy() {
        Sighting copy = copyOfCounts();
        copy.parts = parts == null ? null : new ArrayList<>(parts);
        System.arraycopy(texts, 0, copy.texts, 0, TEXTS);
        copy.begunChoices = begunChoices;
        copy.finishedChoices = finishedChoices;
        copy.searches = searches;
        copy.usageObject = usageObject;
        copy.flags = flags;
        copy.ended = ended;
        copy.incomplete = incomplete;
        return copy;
    }

    void clear() {
        present = 0;
        Arrays.fill(texts, null);
        parts = null;
        nested = null;
        begunChoices = 0;
        finishedChoices = 0;
        searches = 0;
        usageObject = false;
        flags = 0;
        ended = false;
        incomplete = false;
    }

    void forgetCounts() {
        present = 0;
        parts = null;
    }

    /** Forgets all that was reported as consumed. */
    void forgetUsage() {
        forgetCounts();
        usageObject = false;
    }

    /** Returns the runs this call was made of, or an empty list. */
    List<Sighting> parts() {
        return parts == null ? List.of() : parts;
    }

    void addPart(Sighting part) {
        if (parts == null) {
            parts = new ArrayList<>(4);
        }
        parts.add(part);
    }

    void beginChoice(long index, boolean finished) {
        long choice = index >= 0 && index < Long.SIZE ? 1L << index : 0;
        begunChoices |= choice;
        if (finished) {
            finishedChoices |= choice;
        }
    }

    void mergeChoices(Sighting event) {
        begunChoices |= event.begunChoices;
        finishedChoices |= event.finishedChoices;
    }

    /** Returns whether some alternative was begun, and each that was begun is finished. */
    boolean allChoicesFinished() {
        return begunChoices != 0 && begunChoices == finishedChoices;
    }

    /** Returns how many web searches stand among the items of the output. */
    long searches() {
        return searches;
    }

    void setSearches(long count) {
        searches = count;
    }

    /** Returns a document carried inside this one, or null. */
    byte @Nullable [] nested() {
        return nested;
    }

    void setNested(byte[] document) {
        nested = document;
    }

    /** Returns whether an object that holds usage was there, be it empty. */
    boolean hasUsageObject() {
        return usageObject;
    }

    void markUsageObject() {
        usageObject = true;
    }

    /** Returns whether a count that was there before is missing from the last usage. */
    boolean isIncomplete() {
        return incomplete;
    }

    void setIncomplete(boolean value) {
        incomplete = value;
    }

    boolean has(ReadFlag flag) {
        return (flags & bit(flag)) != 0;
    }

    void mark(ReadFlag flag) {
        flags |= bit(flag);
    }

    /** Takes over the flags of {@code other}. */
    void mergeFlags(Sighting other) {
        flags |= other.flags;
    }

    /** Flags {@code draft} with what is marked here. */
    void flag(Draft draft) {
        for (ReadFlag flag : FLAG_VALUES) {
            if (has(flag)) {
                draft.flag(flag);
            }
        }
    }

    /** Returns whether the event after which nothing more is billed was seen. */
    boolean isEnded() {
        return ended;
    }

    void markEnded() {
        ended = true;
    }

    private static long bit(Count count) {
        return 1L << count.ordinal();
    }

    private static int bit(ReadFlag flag) {
        return 1 << flag.ordinal();
    }
}
