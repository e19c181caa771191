package io.spendstream.cli.doctor;

import static java.util.Objects.requireNonNull;

/**
 * What one examination found.
 *
 * @param subject what was examined
 * @param isOk whether all is well
 * @param found what was found
 * @param fix what to do; empty if all is well
 */
record Finding(String subject, boolean isOk, String found, String fix) {
    Finding {
        requireNonNull(subject, "subject");
        requireNonNull(found, "found");
        requireNonNull(fix, "fix");
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, true, found, "");
    }

    static Finding wrong(String subject, String found, String fix) {
        return new Finding(subject, false, found, fix);
    }

    @Override
    public String toString() {
        return "%-5s %-18s %s%s".formatted(isOk ? "ok" : "FIX", subject, found, isOk ? "" : "\n      → " + fix);
    }
}
