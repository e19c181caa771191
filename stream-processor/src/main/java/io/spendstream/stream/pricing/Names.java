package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import io.spendstream.stream.pricing.Deployments.Deployment;
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
    private static final int FOUND_MAX = 10_000;
    private static final int MISSED_MAX = 1_000;

    private final Platforms platforms;
    private final NameIndex index;
    private final Deployments deployments;

    // concurrent maps; provider as spelled -> model as spelled -> what is known of it
    private final Map<String, Map<String, Known>> remembered = new ConcurrentHashMap<>();
    private final AtomicInteger foundCount = new AtomicInteger();
    private final AtomicInteger missedCount = new AtomicInteger();

    Names(Platforms platforms, NameIndex index, Deployments deployments) {
        this.platforms = platforms;
        this.index = index;
        this.deployments = deployments;
    }

    /**
     * What is known of a name.
     *
     * @param name the name, in canonical form
     * @param claims the claims to it, in the order they are asked
     */
    private record Known(String name, List<Claim> claims) {}

    Platforms platforms() {
        return platforms;
    }

    NameIndex index() {
        return index;
    }

    /** Returns the claim that prices the call for {@code team} at {@code at}, or null if there is none. */
    @Nullable
    Claim find(ModelCall call, @Nullable String team, Instant at) {
        Known answered = known(call.provider(), call.model());
        String requestModel = call.requestModel();
        if (requestModel == null) {
            return first(answered.claims(), at, team, answered.name(), answered.name());
        }
        String platform = platforms.canonical(call.provider());
        if (platforms.isNamedByRequest(platform)) {
            Known asked = known(call.provider(), requestModel);
            Claim claim = first(asked.claims(), at, team, asked.name(), answered.name());
            return claim != null ? claim : first(answered.claims(), at, team, asked.name(), answered.name());
        }
        String askedName = index.hasDeploymentPrices()
                ? known(call.provider(), requestModel).name()
                : answered.name();
        Claim claim = first(answered.claims(), at, team, askedName, answered.name());
        // a response that names another model than was asked for means that one; only silence means the request's
        if (claim != null || !answered.name().isEmpty()) {
            return claim;
        }
        Known asked = known(call.provider(), requestModel);
        Claim requested = first(asked.claims(), at, team, asked.name(), asked.name());
        return requested == null ? null : requested.weakenedTo(MatchKind.REQUEST_MODEL);
    }

    /** Returns whether the book has the call's model at some other time, or for others. */
    boolean knows(ModelCall call) {
        String requestModel = call.requestModel();
        boolean isKnown = !known(call.provider(), call.model()).claims().isEmpty();
        return isKnown
                || (requestModel != null
                        && !known(call.provider(), requestModel).claims().isEmpty());
    }

    /** Returns every claim to {@code model} of {@code provider}, in the order they are asked. */
    List<Claim> claims(String provider, String model) {
        return known(provider, model).claims();
    }

    private Known known(String provider, String model) {
        Map<String, Known> ofProvider = remembered.get(provider);
        Known known = ofProvider == null ? null : ofProvider.get(model);
        return known != null ? known : search(provider, model);
    }

    private Known search(String provider, String model) {
        String platform = platforms.canonical(provider);
        String name = platforms.canonicalModel(platform, model);
        List<Claim> claims = new ArrayList<>();
        for (Deployment deployment : deployments.of(platform, name)) {
            String target = platforms.canonicalModel(deployment.provider(), deployment.model());
            for (Claim claim : named(deployment.provider(), target)) {
                claims.add(claim.during(deployment.from(), deployment.to()).weakenedTo(MatchKind.DEPLOYMENT));
            }
        }
        claims.addAll(named(platform, name));
        Known known = new Known(name, List.copyOf(claims));
        // misses have a limit of their own: a flood of made-up names must not keep the real ones out
        boolean hasRoom = claims.isEmpty() ? takeRoom(missedCount, MISSED_MAX) : takeRoom(foundCount, FOUND_MAX);
        if (hasRoom) {
            remembered
                    .computeIfAbsent(provider, key -> new ConcurrentHashMap<>())
                    .put(model, known);
        }
        return known;
    }

    private List<Claim> named(String platform, String canonicalName) {
        List<Claim> claims = new ArrayList<>();
        for (ModelName name : ModelName.candidates(canonicalName)) {
            List<Claim> found = index.claims(platform, name.text());
            found.forEach(claim -> claims.add(claim.weakenedTo(name.kind())));
            // a name that has a price for everyone has a history of its own, gaps included; one that is a team's
            // alone says nothing of what others pay
            if (found.stream().anyMatch(claim -> claim.entry().scope().isEveryone())) {
                break;
            }
        }
        return claims;
    }

    private static boolean takeRoom(AtomicInteger count, int max) {
        return count.get() < max && count.getAndIncrement() < max;
    }

    private static @Nullable Claim first(
            List<Claim> claims, Instant at, @Nullable String team, String asked, String answered) {
        for (int i = 0; i < claims.size(); i++) { // no iterator: this runs once per event
            Claim claim = claims.get(i);
            if (claim.covers(at) && claim.entry().scope().covers(team, asked, answered)) {
                return claim;
            }
        }
        return null;
    }
}
