package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry a model call means: exactly, or not at all. Tried in turn are the name itself, then what is left as
 * date and version suffixes are taken off one at a time; each must equal a name in the book. There is no prefix,
 * substring or likeness match: {@code claude-opus-5-5} is not {@code claude-opus-5}, and a model nobody has priced
 * yet must show up as unpriced, not at the price of its neighbour.
 *
 * <p>Thread-safe. What was found is remembered, up to a limit, because most calls name one of a few models.
 */
final class Names {
    private static final int FOUND_MAX = 10_000;
    private static final int MISSED_MAX = 1_000;

    private final Platforms platforms;
    private final NameIndex index;

    // concurrent maps; provider as spelled -> model as spelled -> claims, the surest first
    private final Map<String, Map<String, List<Claim>>> remembered = new ConcurrentHashMap<>();
    private final AtomicInteger foundCount = new AtomicInteger();
    private final AtomicInteger missedCount = new AtomicInteger();

    Names(Platforms platforms, NameIndex index) {
        this.platforms = platforms;
        this.index = index;
    }

    Platforms platforms() {
        return platforms;
    }

    NameIndex index() {
        return index;
    }

    /** Returns the surest claim to the call's model at {@code at}, or null if there is none. */
    @Nullable
    Claim find(ModelCall call, Instant at) {
        String requestModel = call.requestModel();
        if (requestModel == null) {
            return find(call.provider(), call.model(), at);
        }
        String platform = platforms.canonical(call.provider());
        if (platforms.isNamedByRequest(platform)) {
            Claim requested = find(call.provider(), requestModel, at);
            return requested != null ? requested : find(call.provider(), call.model(), at);
        }
        Claim claim = find(call.provider(), call.model(), at);
        // a response that names another model than was asked for means that one; only silence means the request's
        boolean isSilent = claim == null
                && platforms.canonicalModel(platform, call.model()).isEmpty();
        Claim requested = isSilent ? find(call.provider(), requestModel, at) : null;
        return requested == null ? claim : requested.weakenedTo(MatchKind.REQUEST_MODEL);
    }

    /** Returns whether the book has the call's model at some other time. */
    boolean knows(ModelCall call) {
        String requestModel = call.requestModel();
        boolean isKnown = !claims(call.provider(), call.model()).isEmpty();
        return isKnown
                || (requestModel != null
                        && !claims(call.provider(), requestModel).isEmpty());
    }

    private @Nullable Claim find(String provider, String model, Instant at) {
        return firstCovering(claims(provider, model), at);
    }

    private List<Claim> claims(String provider, String model) {
        Map<String, List<Claim>> ofProvider = remembered.get(provider);
        List<Claim> known = ofProvider == null ? null : ofProvider.get(model);
        return known != null ? known : search(provider, model);
    }

    private List<Claim> search(String provider, String model) {
        String platform = platforms.canonical(provider);
        List<Claim> claims = List.of();
        for (ModelName name : ModelName.candidates(platforms.canonicalModel(platform, model))) {
            claims = index.claims(platform, name.text()).stream()
                    .map(claim -> claim.weakenedTo(name.kind()))
                    .toList();
            if (!claims.isEmpty()) {
                break; // a name the book knows has a history of its own, gaps included
            }
        }
        // misses have a limit of their own: a flood of made-up names must not keep the real ones out
        boolean hasRoom = claims.isEmpty() ? takeRoom(missedCount, MISSED_MAX) : takeRoom(foundCount, FOUND_MAX);
        if (hasRoom) {
            remembered
                    .computeIfAbsent(provider, key -> new ConcurrentHashMap<>())
                    .put(model, claims);
        }
        return claims;
    }

    private static boolean takeRoom(AtomicInteger count, int max) {
        return count.get() < max && count.getAndIncrement() < max;
    }

    private static @Nullable Claim firstCovering(List<Claim> claims, Instant at) {
        for (int i = 0; i < claims.size(); i++) { // no iterator: this runs once per event
            Claim claim = claims.get(i);
            if (claim.covers(at)) {
                return claim;
            }
        }
        return null;
    }
}
