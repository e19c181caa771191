package io.spendstream.stream.pricing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platforms that bill calls, and how they are spelled. Immutable. */
final class Platforms {
    /**
     * One platform.
     *
     * @param name the book's spelling
     * @param spellings other spellings, in lower case
     * @param isNamedByRequest whether the model that was asked for names the price, because the response does not say
     *     which endpoint answered
     */
    record Platform(String name, List<String> spellings, boolean isNamedByRequest) {}

    private final Map<String, String> names;
    private final Set<String> namedByRequest;

    private Platforms(Map<String, String> names, Set<String> namedByRequest) {
        this.names = Map.copyOf(names);
        this.namedByRequest = Set.copyOf(namedByRequest);
    }

    /** Returns {@code platforms}, and below them those of {@code base}. */
    static Platforms of(List<Platform> platforms, @Nullable Platforms base) {
        Map<String, String> names = base == null ? new HashMap<>() : new HashMap<>(base.names);
        Set<String> namedByRequest = base == null ? new HashSet<>() : new HashSet<>(base.namedByRequest);
        for (Platform platform : platforms) {
            names.put(platform.name(), platform.name());
            platform.spellings().forEach(spelling -> names.put(spelling, platform.name()));
            if (platform.isNamedByRequest()) {
                namedByRequest.add(platform.name());
            }
        }
        return new Platforms(names, namedByRequest);
    }

    /** Returns the book's spelling of {@code provider}; a platform that is not in the book is its own. */
    String canonical(String provider) {
        String known = names.get(provider);
        if (known != null) {
            return known;
        }
        String folded = provider.strip().toLowerCase(Locale.ROOT);
        return names.getOrDefault(folded, folded);
    }

    /** Returns whether {@code provider}, in the book's spelling, names prices by the model that was asked for. */
    boolean isNamedByRequest(String provider) {
        return namedByRequest.contains(provider);
    }

    /** Returns {@code modelName} as names of models of {@code provider}, in the book's spelling, stand in the book. */
    String canonicalModel(String provider, String modelName) {
        return ModelName.canonical(modelName, prefix -> provider.equals(names.getOrDefault(prefix, prefix)));
    }
}
