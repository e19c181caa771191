package io.spendstream.stream.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What calls cost by one book and by another: for every name in either, over all time, for everybody and for each
 * group of callers that has prices of its own. It compares prices, not files, so that a price which moved from one
 * entry to another is no difference.
 */
public final class BookDiff {
    private final PriceBook before;
    private final PriceBook after;

    private BookDiff(PriceBook before, PriceBook after) {
        this.before = before;
        this.after = after;
    }

    /** Which way a price differs. */
    public enum Kind {
        /** Only the later book has a price. */
        ADDED,
        /** Only the earlier book has a price. */
        ENDED,
        /** Both have one. */
        CHANGED
    }

    /**
     * A price of one book and of the other; null where it has none.
     *
     * @param before USD per million tokens or per unit
     * @param after the same by the later book
     */
    public record Shift(
            @Nullable BigDecimal before, @Nullable BigDecimal after) {
        private boolean isNone() {
            return before != null && after != null && before.compareTo(after) == 0;
        }
    }

    /**
     * A difference for a time.
     *
     * @param kind which way
     * @param from since when; {@link Instant#MIN} if always
     * @param to until when, exclusive; {@link Instant#MAX} if for good
     * @param shifts what differs: what is billed, in words, and the two prices
     */
    public record Change(Kind kind, Instant from, Instant to, Map<String, Shift> shifts) {
        private boolean isContinuedBy(Change next) {
            return to.equals(next.from) && kind == next.kind && shifts.equals(next.shifts);
        }
    }

    /**
     * Names that differ in the same way.
     *
     * @param provider the platform
     * @param callers whose calls, in words; empty if everybody's
     * @param names the names, in their order
     * @param changes how they differ, in the order of time
     */
    public record Difference(String provider, String callers, List<String> names, List<Change> changes) {}

    private record Group(String provider, String callers, List<Change> changes) {}

    /** Returns how {@code after} differs from {@code before}, by platform and name. */
    public static List<Difference> between(PriceBook before, PriceBook after) {
        return new BookDiff(before, after).differences();
    }

    private List<Difference> differences() {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        Map<String, Set<String>> names = new TreeMap<>(before.namesByProvider());
        after.namesByProvider().forEach((provider, more) -> names.merge(provider, more, BookDiff::union));
        names.forEach((provider, ofProvider) -> {
            for (String name : ofProvider) {
                List<Claim> old = before.names().claims(provider, name);
                List<Claim> now = after.names().claims(provider, name);
                for (Scope scope : scopes(old, now)) {
                    List<Change> changes = changes(of(scope, old), of(scope, now));
                    if (!changes.isEmpty()) {
                        Group group = new Group(provider, String.join(", ", scope.words()), changes);
                        groups.computeIfAbsent(group, key -> new ArrayList<>()).add(name);
                    }
                }
            }
        });
        List<Difference> differences = new ArrayList<>();
        groups.forEach((group, members) ->
                differences.add(new Difference(group.provider(), group.callers(), members, group.changes())));
        return differences;
    }

    private List<Change> changes(List<Claim> old, List<Claim> now) {
        TreeSet<Instant> bounds = new TreeSet<>(List.of(Instant.MIN, Instant.MAX));
        old.forEach(claim -> Collections.addAll(bounds, claim.from(), claim.to()));
        now.forEach(claim -> Collections.addAll(bounds, claim.from(), claim.to()));
        List<Change> changes = new ArrayList<>();
        for (Instant from : bounds.headSet(Instant.MAX)) {
            Instant to = Objects.requireNonNull(bounds.higher(from));
            Change change = change(from, to, ratesAt(old, from), ratesAt(now, from));
            Change last = changes.isEmpty() ? null : changes.get(changes.size() - 1);
            if (change != null && last != null && last.isContinuedBy(change)) {
                changes.set(changes.size() - 1, new Change(last.kind(), last.from(), to, last.shifts()));
            } else if (change != null) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static @Nullable Change change(
            Instant from, Instant to, @Nullable Map<String, BigDecimal> old, @Nullable Map<String, BigDecimal> now) {
        Map<String, BigDecimal> was = old == null ? Map.of() : old;
        Map<String, BigDecimal> is = now == null ? Map.of() : now;
        if (was.equals(is)) {
            return null;
        }
        Map<String, Shift> shifts = new LinkedHashMap<>();
        was.forEach((what, price) -> shifts.put(what, new Shift(price, is.get(what))));
        is.forEach((what, price) -> shifts.putIfAbsent(what, new Shift(null, price)));
        shifts.values().removeIf(Shift::isNone);
        Kind kind = old == null ? Kind.ADDED : now == null ? Kind.ENDED : Kind.CHANGED;
        return new Change(kind, from, to, shifts);
    }

    private static @Nullable Map<String, BigDecimal> ratesAt(List<Claim> claims, Instant at) {
        for (Claim claim : claims) {
            if (claim.covers(at)) {
                return RateTable.of(claim.entry());
            }
        }
        return null;
    }

    private static Set<Scope> scopes(List<Claim> old, List<Claim> now) {
        Set<Scope> scopes = new LinkedHashSet<>();
        scopes.add(Scope.EVERYONE);
        old.forEach(claim -> scopes.add(claim.entry().scope()));
        now.forEach(claim -> scopes.add(claim.entry().scope()));
        return scopes;
    }

    private static List<Claim> of(Scope scope, List<Claim> claims) {
        return claims.stream()
                .filter(claim -> claim.entry().scope().equals(scope))
                .toList();
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }
}
