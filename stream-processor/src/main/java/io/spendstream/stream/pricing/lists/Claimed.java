package io.spendstream.stream.pricing.lists;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who in a list claimed a name first. A book must not have two prices for one name at one time. */
final class Claimed {
    private final Map<String, Map<String, String>> owners = new HashMap<>();

    /** Returns whether {@code name} of {@code platform} is {@code key}'s from now on, or was before. */
    boolean claim(String platform, String name, String key) {
        String owner =
                owners.computeIfAbsent(platform, ignored -> new HashMap<>()).putIfAbsent(name, key);
        return owner == null || owner.equals(key);
    }

    /** Returns whose the name is, or null if nobody's. */
    @Nullable
    String owner(String platform, String name) {
        return owners.getOrDefault(platform, Map.of()).get(name);
    }
}
