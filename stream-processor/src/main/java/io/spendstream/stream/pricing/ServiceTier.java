package io.spendstream.stream.pricing;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of each service tier. Providers spell them differently: what OpenAI and Bedrock call {@code
 * default}, Groq and Vertex call {@code on_demand}. A tier that is not in the table is a tier of its own, which an
 * entry may price under its spelling; it is never taken for the standard tier.
 */
final class ServiceTier {
    static final String STANDARD = "standard";
    static final String BATCH = "batch";
    static final String FLEX = "flex";
    static final String PRIORITY = "priority";

    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("standard", STANDARD),
            Map.entry("default", STANDARD), // OpenAI, Bedrock
            Map.entry("auto", STANDARD), // OpenAI: asked for, not yet decided, so not known to be another
            Map.entry("on_demand", STANDARD), // Groq, Vertex
            Map.entry("ondemand", STANDARD),
            Map.entry("standard_only", STANDARD), // Anthropic's request parameter
            Map.entry("unspecified", STANDARD), // Gemini
            Map.entry("traffic_type_unspecified", STANDARD), // Vertex
            Map.entry("batch", BATCH),
            Map.entry("batches", BATCH),
            Map.entry("flex", FLEX),
            Map.entry("on_demand_flex", FLEX), // Vertex
            Map.entry("priority", PRIORITY),
            Map.entry("on_demand_priority", PRIORITY)); // Vertex

    private ServiceTier() {}

    /** Returns the book's spelling of {@code tier}; null means standard. */
    static String canonical(@Nullable String tier) {
        if (tier == null) {
            return STANDARD;
        }
        String known = SPELLINGS.get(tier);
        return known != null ? known : folded(tier);
    }

    private static String folded(String tier) {
        String folded = tier.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return folded.isEmpty() ? STANDARD : SPELLINGS.getOrDefault(folded, folded);
    }
}
