package io.spendstream.faults.verify;

import java.util.List;

/**
 * One thing that was checked.
 *
 * @param name what
 * @param compared how many things were compared
 * @param differences what was found to differ, in a stable order; empty if all is well
 */
public record Check(String name, long compared, List<String> differences) {
    public Check {
        differences = List.copyOf(differences);
    }

    /** Returns whether nothing differs. */
    public boolean isClean() {
        return differences.isEmpty();
    }
}
