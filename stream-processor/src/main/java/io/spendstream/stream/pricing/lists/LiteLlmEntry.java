package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the prices of one entry of LiteLLM's price map. They are USD per single token; the field's name says which
 * class, from which length of prompt and in which tier: {@code cache_read_input_token_cost_above_200k_tokens_priority}.
 */
final class LiteLlmEntry {
    private static final int MILLION = 6;
    private static final int THOUSAND = 3;
    private static final String STANDARD = "";
    // the provider's table says "less than 272K" for the short price; the list has no word for the boundary
    private static final long INCLUSIVE_THRESHOLD = 272_000;

    private static final Map<String, UsageClass> TOKENS = Map.ofEntries(
            Map.entry("input_cost_per_token", UsageClass.INPUT),
            Map.entry("output_cost_per_token", UsageClass.OUTPUT),
            Map.entry("cache_read_input_token_cost", UsageClass.CACHE_READ),
            Map.entry("cache_creation_input_token_cost", UsageClass.CACHE_WRITE_5M),
            Map.entry("cache_creation_input_token_cost_above_1hr", UsageClass.CACHE_WRITE_1H),
            Map.entry("cache_read_input_audio_token_cost", UsageClass.CACHE_READ_AUDIO),
            Map.entry("input_cost_per_audio_token", UsageClass.INPUT_AUDIO),
            Map.entry("input_cost_per_image_token", UsageClass.INPUT_IMAGE),
            Map.entry("output_cost_per_audio_token", UsageClass.OUTPUT_AUDIO),
            Map.entry("output_cost_per_image_token", UsageClass.OUTPUT_IMAGE),
            Map.entry("output_cost_per_reasoning_token", UsageClass.REASONING));

    private static final Pattern FIELD = Pattern.compile("(%s)(?:_above_(\\d+)k_tokens)?(?:_(batches|flex|priority))?"
            .formatted(TOKENS.keySet().stream()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .collect(Collectors.joining("|"))));

    private final JsonNode entry;
    private final Map<String, TreeMap<Long, Map<UsageClass, BigDecimal>>> byTier = new TreeMap<>();
    private final Map<UsageClass, BigDecimal> perThousand = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private LiteLlmEntry(JsonNode entry) {
        this.entry = entry;
    }

    /**
     * Reads {@code entry}.
     *
     * @throws DoubtfulPriceException if a price is not to be trusted, or every call would lack it
     */
    static LiteLlmEntry of(JsonNode entry) throws DoubtfulPriceException {
        var read = new LiteLlmEntry(entry);
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            read.add(field.getKey(), field.getValue());
        }
        if (read.byTier.isEmpty() && read.perThousand.isEmpty()) {
            throw new DoubtfulPriceException("no price per token, per search or per second of audio");
        }
        return read;
    }

    /** Returns the names of prices that a book cannot say. */
    List<String> leftOut() {
        return leftOut;
    }

    Map<UsageClass, BigDecimal> perThousand() {
        return perThousand;
    }

    /** Returns the prices of the standard tier. */
    ListedRates rates() throws DoubtfulPriceException {
        return rates(STANDARD);
    }

    /** Returns the prices of other tiers, by name. */
    Map<String, ListedRates> tiers() throws DoubtfulPriceException {
        Map<String, ListedRates> tiers = new HashMap<>();
        for (String tier : byTier.keySet()) {
            if (!tier.equals(STANDARD)) {
                tiers.put(tier, rates(tier));
            }
        }
        return tiers;
    }

    private void add(String name, JsonNode value) throws DoubtfulPriceException {
        Matcher field = FIELD.matcher(name);
        if (field.matches()) {
            addToken(field, name, value);
        } else if (name.equals("tiered_pricing")) {
            addBrackets(value);
        } else if (name.equals("search_context_cost_per_query")) {
            addSearch(value);
        } else if (name.equals("input_cost_per_query") && "rerank".equals(mode())) {
            addUnit(UsageClass.SEARCH_UNIT, name, value);
        } else if (name.equals("input_cost_per_second") && "audio_transcription".equals(mode())) {
            addUnit(UsageClass.AUDIO_SECOND, name, value);
        } else if (name.equals("input_cost_per_request") || name.equals("off_peak_pricing")) {
            throw new DoubtfulPriceException(name + " cannot be said in a price book, and without it costs are wrong");
        } else if (isPrice(name) && !(value.isNumber() && value.decimalValue().signum() == 0)) {
            leftOut.add(name);
        }
    }

    private void addToken(Matcher field, String name, JsonNode value) throws DoubtfulPriceException {
        UsageClass usageClass = TOKENS.get(field.group(1));
        boolean isEmbedding = "embedding".equals(mode()) || "rerank".equals(mode());
        if (usageClass == null || (isEmbedding && usageClass == UsageClass.OUTPUT)) {
            return; // an embedding has no output, and the list writes zero for it
        }
        long threshold = field.group(2) == null ? 0 : Long.parseLong(field.group(2)) * 1_000;
        @Nullable String tier = field.group(3);
        String canonical = tier == null ? STANDARD : tier.equals("batches") ? "batch" : tier;
        put(canonical, threshold, usageClass, ListedNumber.of(name, value, MILLION));
    }

    private void addBrackets(JsonNode brackets) throws DoubtfulPriceException {
        for (JsonNode bracket : brackets) {
            long threshold = bracket.path("range").path(0).asLong();
            for (Map.Entry<String, JsonNode> field : bracket.properties()) {
                UsageClass usageClass = TOKENS.get(field.getKey());
                if (usageClass != null) {
                    put(STANDARD, threshold, usageClass, ListedNumber.of(field.getKey(), field.getValue(), MILLION));
                }
            }
        }
    }

    private void addSearch(JsonNode sizes) throws DoubtfulPriceException {
        JsonNode first = sizes.path("search_context_size_medium");
        for (JsonNode size : sizes) {
            if (!size.equals(first)) {
                leftOut.add("search_context_cost_per_query, which depends on the size of the context,");
                return;
            }
        }
        addUnit(UsageClass.WEB_SEARCH, "search_context_cost_per_query", first);
    }

    private void addUnit(UsageClass unit, String name, JsonNode value) throws DoubtfulPriceException {
        BigDecimal price = ListedNumber.of(name, value, THOUSAND);
        if (price.signum() > 0) {
            perThousand.put(unit, price);
        }
    }

    private void put(String tier, long threshold, UsageClass usageClass, BigDecimal price) {
        byTier.computeIfAbsent(tier, key -> new TreeMap<>())
                .computeIfAbsent(threshold, key -> new EnumMap<>(UsageClass.class))
                .put(usageClass, price);
    }

    private ListedRates rates(String tier) throws DoubtfulPriceException {
        TreeMap<Long, Map<UsageClass, BigDecimal>> steps = byTier.getOrDefault(tier, new TreeMap<>());
        Map<UsageClass, BigDecimal> base = Map.of();
        List<ListedRates.LongPrompt> longPrompts = new ArrayList<>();
        for (Map.Entry<Long, Map<UsageClass, BigDecimal>> step : steps.entrySet()) {
            Map<UsageClass, BigDecimal> prices = new EnumMap<>(step.getValue());
            GenaiRates.fillImages(prices);
            ListedNumber.check(prices);
            if (step.getKey() == 0) {
                base = prices;
            } else {
                boolean isInclusive = step.getKey() == INCLUSIVE_THRESHOLD || "xai".equals(provider());
                longPrompts.add(new ListedRates.LongPrompt(step.getKey(), isInclusive, prices));
            }
        }
        return new ListedRates(base, longPrompts);
    }

    private String mode() {
        return entry.path("mode").asText();
    }

    private String provider() {
        return entry.path("litellm_provider").asText();
    }

    private static boolean isPrice(String name) {
        boolean isKnown = name.equals("input_cost_per_token_cache_hit") || name.contains("dbu");
        return !isKnown
                && (name.contains("cost")
                        || name.endsWith("_entry")
                        || name.contains("uplift")
                        || name.contains("pricing"));
    }
}
