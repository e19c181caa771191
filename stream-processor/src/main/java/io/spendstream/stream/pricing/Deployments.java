package io.spendstream.stream.pricing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names under which users run models of others: Azure deployments, Bedrock application inference profiles, names
 * a gateway gives. Immutable.
 */
final class Deployments {
    /**
     * That a name is a model's for a time.
     *
     * @param platform the platform that bills calls under the name
     * @param name the name, in canonical form
     * @param provider the platform in whose list the model stands
     * @param model the model
     * @param from since when
     * @param to until when, exclusive
     */
    record Deployment(String platform, String name, String provider, String model, Instant from, Instant to) {
        boolean overlaps(Deployment other) {
            return from.isBefore(other.to) && other.from.isBefore(to);
        }
    }

    private final Map<String, Map<String, List<Deployment>>> byPlatform = new HashMap<>();

    Deployments(List<Deployment> deployments) {
        for (Deployment deployment : deployments) {
            byPlatform
                    .computeIfAbsent(deployment.platform(), key -> new HashMap<>())
                    .computeIfAbsent(deployment.name(), key -> new ArrayList<>())
                    .add(deployment);
        }
    }

    /** Returns what {@code name} was and is on {@code platform}. */
    List<Deployment> of(String platform, String name) {
        return byPlatform.getOrDefault(platform, Map.of()).getOrDefault(name, List.of());
    }
}
