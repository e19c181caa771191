package io.spendstream.testkit;

import io.spendstream.contract.failpoint.FailPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A death to be survived: the process dies when it reaches {@code point} for the time {@code hit}.
 *
 * @param point where it dies
 * @param hit the how manieth time it gets there, from 1
 */
public record Crash(FailPoint point, int hit) {
    public Crash {
        if (hit < 1) {
            throw new IllegalArgumentException("hit must be at least 1: " + hit);
        }
    }

    /** Returns every point of {@code room}, each with its first {@code hits} hits. */
    public static List<Crash> allOf(String room, int hits) {
        List<Crash> crashes = new ArrayList<>();
        Arrays.stream(FailPoint.values())
                .filter(point -> point.pointName().startsWith(room + "."))
                .forEach(point -> {
                    for (int hit = 1; hit <= hits; hit++) {
                        crashes.add(new Crash(point, hit));
                    }
                });
        if (crashes.isEmpty()) {
            throw new IllegalArgumentException("there is no point in the room " + room);
        }
        return crashes;
    }

    /** Returns what arms a process. */
    public String setting() {
        return point.pointName() + ":" + hit;
    }

    /** Returns a name that no other crash of the room has, of letters, digits and {@code -} alone. */
    public String caseName() {
        return point.pointName().replace('.', '-') + "-" + hit;
    }

    @Override
    public String toString() {
        return setting();
    }
}
