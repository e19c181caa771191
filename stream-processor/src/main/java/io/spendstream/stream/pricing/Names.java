package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final int REMEMBERED_MAX = 10_000;

    private final Platforms platforms;
    private final NameIndex index;

    // concurrent maps; provider as spelled -> model as spelled -> claims, the surest first
    private final Map<String, Map<String, List<Claim>>> remembered = new ConcurrentHashMap<>();
    private final AtomicInteger rememberedCount = new AtomicInteger();

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
        Claim claim = firstCovering(claims(call.provider(), call.model()), at);
        String requestModel = call.requestModel();
        return requestModel == null ? claim : withRequest(call, requestModel, claim, at);
    }

    /** Returns whether the book has the call's model at some other time. */
    boolean knows(ModelCall call) {
        String requestModel = call.requestModel();
        boolean isKnown = !claims(call.provider(), call.model()).isEmpty();
        return isKnown
                || (requestModel != null
                        && !claims(call.provider(), requestModel).isEmpty());
    }

    private @Nullable Claim withRequest(ModelCall call, String requestModel, @Nullable Claim claim, Instant at) {
        String provider = platforms.canonical(call.provider());
        boolean isNamedByRequest = platforms.isNamedByRequest(provider);
        if (!isNamedByRequest && (claim != null || !isNothing(provider, call.model()))) {
            return claim;
        }
        Claim requested = firstCovering(claims(call.provider(), requestModel), at);
        if (isNamedByRequest) {
            return requested != null ? requested : claim;
        }
        return requested == null ? null : requested.weakenedTo(MatchKind.REQUEST_MODEL);
    }

    private boolean isNothing(String provider, String model) {
        return platforms.canonicalModel(provider, model).isEmpty();
    }

    private List<Claim> claims(String provider, String model) {
        Map<String, List<Claim>> ofProvider = remembered.get(provider);
        List<Claim> known = ofProvider == null ? null : ofProvider.get(model);
        return known != null ? known : search(provider, model);
    }

    private List<Claim> search(String provider, String model) {
        String platform = platforms.canonical(provider);
        List<Claim> claims = new ArrayList<>();
        for (ModelName name : ModelName.candidates(platforms.canonicalModel(platform, model))) {
            for (Claim claim : index.claims(platform, name.text())) {
                claims.add(claim.weakenedTo(name.kind()));
            }
        }
        // only what was found is remembered: made-up names must not push out the real ones
        if (!claims.isEmpty() && rememberedCount.get() < REMEMBERED_MAX) {
            rememberedCount.incrementAndGet();
            remembered
                    .computeIfAbsent(provider, key -> new ConcurrentHashMap<>())
                    .put(model, List.copyOf(claims));
        }
        return claims;
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
