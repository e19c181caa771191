package io.spendstream.stream.pricing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which entries claim a name on a platform, when and for whom. Within one book no two claims to a name clash.
 * Immutable.
 */
final class NameIndex {
    private static final Comparator<Claim> NARROWEST_FIRST =
            Comparator.comparingInt(claim -> claim.entry().precedence());

    private final Map<String, Map<String, List<Claim>>> claims = new HashMap<>();
    private final @Nullable NameIndex base;
    private final boolean hasDeploymentPrices;

    /**
     * Indexes {@code entries} and what discounts made of others. Their claims come before those of {@code base}. Two
     * entries whose claims to one name clash are handed to {@code onConflict}.
     */
    NameIndex(
            List<PriceEntry> entries,
            List<PriceEntry> discounted,
            @Nullable NameIndex base,
            BiConsumer<PriceEntry.Name, Conflict> onConflict) {
        this.base = base;
        entries.forEach(entry -> add(entry, onConflict));
        // discounts may not clash either, but that is said of the discounts, not of each price they lower
        discounted.forEach(entry -> add(entry, (name, conflict) -> {}));
        claims.values().forEach(names -> names.values().forEach(list -> list.sort(NARROWEST_FIRST)));
        this.hasDeploymentPrices = claims.values().stream()
                .flatMap(names -> names.values().stream())
                .flatMap(List::stream)
                .anyMatch(claim -> !claim.entry().scope().deployments().isEmpty());
    }

    /**
     * Two entries that claim one name at one time for the same calls.
     *
     * @param first the entry that claimed it first
     * @param second the other
     */
    record Conflict(PriceEntry first, PriceEntry second) {}

    /** Returns whether some prices hold only for calls that go through a certain deployment. */
    boolean hasDeploymentPrices() {
        return hasDeploymentPrices;
    }

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

    private void add(PriceEntry entry, BiConsumer<PriceEntry.Name, Conflict> onConflict) {
        for (PriceEntry.Name name : entry.names()) {
            Claim claim = new Claim(entry, name.kind(), name.from(), name.to());
            List<Claim> others = claims.computeIfAbsent(entry.origin().provider(), key -> new HashMap<>())
                    .computeIfAbsent(name.text(), key -> new ArrayList<>());
            others.stream()
                    .filter(claim::clashesWith)
                    .findFirst()
                    .ifPresent(other -> onConflict.accept(name, new Conflict(other.entry(), entry)));
            others.add(claim);
        }
    }
}
