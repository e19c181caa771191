package io.spendstream.stream.budget;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.AlertKind;
import io.spendstream.contract.AlertState;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was alerted of one allowance in one window. Immutable.
 *
 * <pre>
 * how many: varint, then each: kind: 1 byte, threshold: text, sequence: varint, 1 if it fires, else 0: 1 byte
 * </pre>
 */
final class Incidents {
    /** Nothing was alerted. */
    static final Incidents NONE = new Incidents(Map.of());

    private final TreeMap<Subject, Entry> entries =
            new TreeMap<>(Comparator.comparing(Subject::kind).thenComparing(Subject::threshold));

    private record Subject(AlertKind kind, BigDecimal threshold) {}

    private record Entry(int sequence, boolean isFiring) {}

    /**
     * An alert that is to be sent.
     *
     * @param kind what it is about
     * @param threshold what was crossed
     * @param claim the claim that holds or fails; null if the budget no longer asks for it
     * @param state whether it begins or ends
     * @param sequence the how manieth time it begins
     */
    record Change(
            AlertKind kind, BigDecimal threshold, @Nullable Claim claim, AlertState state, int sequence) {}

    /**
     * Incidents, and the alerts that made them so.
     *
     * @param incidents the incidents
     * @param changes the alerts, lowest threshold first
     */
    record Outcome(Incidents incidents, List<Change> changes) {}

    private Incidents(Map<Subject, Entry> entries) {
        this.entries.putAll(entries);
    }

    /**
     * Returns what becomes of these incidents if {@code claims} are all that is claimed of {@code kinds}. What fires and
     * is no longer claimed ends.
     */
    Outcome judge(List<AlertKind> kinds, List<Claim> claims) {
        List<Change> changes = new ArrayList<>();
        var after = new Incidents(entries);
        var unclaimed = new TreeMap<>(entries);
        for (Claim claim : claims) {
            var subject = new Subject(claim.kind(), claim.threshold().stripTrailingZeros());
            unclaimed.remove(subject);
            Entry entry = entries.getOrDefault(subject, new Entry(0, false));
            if (claim.standing() == Claim.Standing.HOLDS && !entry.isFiring) {
                changes.add(after.set(subject, claim, new Entry(entry.sequence + 1, true)));
            } else if (claim.standing() == Claim.Standing.FAILS && entry.isFiring) {
                changes.add(after.set(subject, claim, new Entry(entry.sequence, false)));
            }
        }
        unclaimed.forEach((subject, entry) -> {
            if (kinds.contains(subject.kind) && entry.isFiring) {
                changes.add(after.set(subject, null, new Entry(entry.sequence, false)));
            }
        });
        return new Outcome(after, changes);
    }

    private Change set(Subject subject, @Nullable Claim claim, Entry entry) {
        entries.put(subject, entry);
        AlertState state = entry.isFiring ? AlertState.FIRING : AlertState.RESOLVED;
        return new Change(subject.kind, subject.threshold, claim, state, entry.sequence);
    }

    byte[] toBytes() {
        var bytes = new ByteWriter(32);
        bytes.putVarint(entries.size());
        entries.forEach((subject, entry) -> {
            bytes.putByte(codeOf(subject.kind));
            bytes.putText(subject.threshold.toPlainString());
            bytes.putVarint(entry.sequence);
            bytes.putByte(entry.isFiring ? 1 : 0);
        });
        return bytes.toByteArray();
    }

    static Incidents read(byte[] record) {
        var bytes = new ByteReader(record);
        var incidents = new Incidents(Map.of());
        for (long left = bytes.getVarint(); left > 0; left--) {
            AlertKind kind = kindOf(bytes.getByte());
            var subject = new Subject(kind, new BigDecimal(bytes.getText()).stripTrailingZeros());
            incidents.entries.put(subject, new Entry((int) bytes.getVarint(), bytes.getByte() != 0));
        }
        bytes.requireEnd();
        return incidents;
    }

    private static int codeOf(AlertKind kind) {
        return switch (kind) {
            case ACTUAL -> 0;
            case FORECAST -> 1;
            case BURN_RATE -> 2;
        };
    }

    private static AlertKind kindOf(int code) {
        for (AlertKind kind : AlertKind.all()) {
            if (codeOf(kind) == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of alert has the code " + code);
    }

    @Override
    public String toString() {
        return requireNonNull(entries.toString());
    }
}
