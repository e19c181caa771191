package io.spendstream.stream.pricing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which entries claim a name on a platform, and when. Within one book no two claims to a name overlap. Immutable. */
final class NameIndex {
    private final Map<String, Map<String, List<Claim>>> claims = new HashMap<>();
    private final @Nullable NameIndex base;

    /**
     * Indexes {@code entries}, whose claims come before those of {@code base}. Two claims to one name that overlap are
     * handed to {@code onConflict}.
     */
    NameIndex(List<PriceEntry> entries, @Nullable NameIndex base, BiConsumer<PriceEntry.Name, Conflict> onConflict) {
        this.base = base;
        for (PriceEntry entry : entries) {
            for (PriceEntry.Name name : entry.names()) {
                add(entry, name, onConflict);
            }
        }
    }

    /**
     * Two entries that claim one name at one time.
     *
     * @param first the entry that claimed it first
     * @param second the other
     */
    record Conflict(PriceEntry first, PriceEntry second) {}

    List<Claim> claims(String platform, String name) {
        List<Claim> own = claims.getOrDefault(platform, Map.of()).getOrDefault(name, List.of());
        List<Claim> below = base == null ? List.of() : base.claims(platform, name);
        if (own.isEmpty() || below.isEmpty()) {
            return own.isEmpty() ? below : own;
        }
        List<Claim> both = new ArrayList<>(own);
        both.addAll(below);
        return both;
    }

    private void add(PriceEntry entry, PriceEntry.Name name, BiConsumer<PriceEntry.Name, Conflict> onConflict) {
        Claim claim = new Claim(entry, name.kind(), name.from(), name.to());
        List<Claim> others = claims.computeIfAbsent(entry.origin().provider(), key -> new HashMap<>())
                .computeIfAbsent(name.text(), key -> new ArrayList<>());
        others.stream()
                .filter(claim::overlaps)
                .findFirst()
                .ifPresent(other -> onConflict.accept(name, new Conflict(other.entry(), entry)));
        others.add(claim);
    }
}
