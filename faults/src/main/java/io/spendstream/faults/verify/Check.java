package io.spendstream.faults.verify;

import java.util.List;

/**
 * One thing that was checked.
 *
 * @param name what
 * @param compared how many things were compared
 * @param differences what was found to differ, in a stable order; empty if all is well
 * @param firstEvent the first event that differs and where it is; empty if none does, or what was checked has no events
 */
public record Check(String name, long compared, List<String> differences, String firstEvent) {
    public Check {
        differences = List.copyOf(differences);
    }

    /** Creates the check of something that has no events. */
    public Check(String name, long compared, List<String> differences) {
        this(name, compared, differences, "");
    }

    /** Returns whether nothing differs. */
    public boolean isClean() {
        return differences.isEmpty();
    }
}
