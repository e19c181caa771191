package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one {@code prices} object of genai-prices: USD per million tokens, some with a tier for long prompts. */
final class GenaiRates {
    static final String WEB_SEARCHES = "web_searches_kcount";

    private static final Map<String, UsageClass> TOKENS = Map.ofEntries(
            Map.entry("input_mtok", UsageClass.INPUT),
            Map.entry("output_mtok", UsageClass.OUTPUT),
            Map.entry("cache_read_mtok", UsageClass.CACHE_READ),
            Map.entry("cache_write_mtok", UsageClass.CACHE_WRITE_5M),
            Map.entry("cache_write_5m_mtok", UsageClass.CACHE_WRITE_5M),
            Map.entry("cache_write_1h_mtok", UsageClass.CACHE_WRITE_1H),
            Map.entry("cache_audio_read_mtok", UsageClass.CACHE_READ_AUDIO),
            Map.entry("input_audio_mtok", UsageClass.INPUT_AUDIO),
            Map.entry("input_image_mtok", UsageClass.INPUT_IMAGE),
            Map.entry("input_video_mtok", UsageClass.INPUT_VIDEO),
            Map.entry("output_audio_mtok", UsageClass.OUTPUT_AUDIO),
            Map.entry("output_image_mtok", UsageClass.OUTPUT_IMAGE),
            Map.entry("output_reasoning_mtok", UsageClass.REASONING));

    // billed only where a call uses them, and counted apart from tokens
    private static final List<String> OPTIONAL =
            List.of("storage_searches_kcount", "cache_image_read_mtok", "output_video_mtok", "input_document_kpages");

    private final Map<UsageClass, BigDecimal> base = new EnumMap<>(UsageClass.class);
    private final TreeMap<Long, Map<UsageClass, BigDecimal>> steps = new TreeMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private GenaiRates() {}

    /**
     * Returns the prices in {@code prices}. Names of prices that are left out are added to {@code leftOut}.
     *
     * @throws DoubtfulPriceException if one of them is not to be trusted, or every call would lack it
     */
    static ListedRates of(JsonNode prices, List<String> leftOut) throws DoubtfulPriceException {
        var rates = new GenaiRates();
        for (Map.Entry<String, JsonNode> price : prices.properties()) {
            rates.add(price.getKey(), price.getValue());
        }
        rates.leftOut.stream().filter(name -> !leftOut.contains(name)).forEach(leftOut::add);
        return rates.build();
    }

    private void add(String name, JsonNode value) throws DoubtfulPriceException {
        UsageClass usageClass = TOKENS.get(name);
        if (usageClass != null && value.isObject()) {
            base.put(usageClass, ListedNumber.of(name, value.path("base"), 0));
            for (JsonNode tier : value.path("tiers")) {
                long start = tier.path("start").asLong();
                steps.computeIfAbsent(start, key -> new EnumMap<>(UsageClass.class))
                        .put(usageClass, ListedNumber.of(name, tier.path("price"), 0));
            }
        } else if (usageClass != null) {
            base.put(usageClass, ListedNumber.of(name, value, 0));
        } else if (OPTIONAL.contains(name)) {
            leftOut.add(name);
        } else if (!WEB_SEARCHES.equals(name)) {
            throw new DoubtfulPriceException(
                    name + " cannot be said in a price book, and without it calls cost too little");
        }
    }

    private ListedRates build() throws DoubtfulPriceException {
        fillImages(base);
        ListedNumber.check(base);
        List<ListedRates.LongPrompt> longPrompts = new ArrayList<>();
        Map<UsageClass, BigDecimal> reached = new EnumMap<>(base);
        for (long start : new TreeSet<>(steps.keySet())) {
            reached.keySet().removeAll(List.of(UsageClass.INPUT_IMAGE, UsageClass.INPUT_VIDEO));
            reached.putAll(steps.getOrDefault(start, Map.of()));
            fillImages(reached);
            ListedNumber.check(reached);
            longPrompts.add(new ListedRates.LongPrompt(start, false, new EnumMap<>(reached)));
        }
        return new ListedRates(base, longPrompts);
    }

    /** Images and videos are part of the input: a list that gives them no price prices them as input. */
    static void fillImages(Map<UsageClass, BigDecimal> prices) {
        BigDecimal input = prices.get(UsageClass.INPUT);
        if (input != null) {
            prices.putIfAbsent(UsageClass.INPUT_IMAGE, input);
            prices.putIfAbsent(UsageClass.INPUT_VIDEO, input);
        }
    }
}
