package io.spendstream.producer.reading;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One name per service tier: price books would otherwise need an entry for every provider's spelling. */
final class ServiceTier {
    /** What a tier that is billed at the plain price is called. */
    static final String STANDARD = "standard";

    private static final Map<String, String> CANONICAL = Map.ofEntries(
            Map.entry("auto", STANDARD),
            Map.entry("default", STANDARD),
            Map.entry("on_demand", STANDARD),
            Map.entry("standard", STANDARD),
            Map.entry("standard_only", STANDARD),
            // TrafficType as numbers, from clients that transcode gRPC
            Map.entry("0", STANDARD),
            Map.entry("1", STANDARD),
            Map.entry("2", "provisioned_throughput"),
            Map.entry("traffic_type_unspecified", STANDARD),
            Map.entry("on_demand_flex", "flex"),
            Map.entry("on_demand_priority", "priority"));

    private ServiceTier() {}

    /** Returns the name of the tier a provider spells {@code tier}; null, which means standard, if it says none. */
    static @Nullable String canonical(@Nullable String tier) {
        if (tier == null || tier.isEmpty()) {
            return null;
        }
        String name = tier.toLowerCase(Locale.ROOT);
        return CANONICAL.getOrDefault(name, name);
    }
}
