package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes prices in the form of a price book, and reads back what it wrote. */
final class BookText {
    private static final String TOKENS = "usd_per_million_tokens";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
            .build();

    private BookText() {}

    /** Returns a book file of a list's prices with these {@code entries}. */
    static String of(LocalDate date, String source, boolean isExtending, List<ObjectNode> entries) {
        ObjectNode root = YAML.createObjectNode();
        root.put("format", 1);
        root.put("date", date.toString());
        if (isExtending) {
            root.put("extends", "bundled");
        }
        root.put("layer", "list");
        root.put("source", source);
        root.put("checked", date.toString());
        root.putArray("entries").addAll(entries);
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * Returns what {@link #of} was made of.
     *
     * @throws IllegalArgumentException if {@code text} was not written by it
     */
    static ObjectNode read(String text) {
        try {
            JsonNode root = YAML.readTree(text);
            if (root instanceof ObjectNode book
                    && "list".equals(book.path("layer").asText())) {
                return book;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the file to go on with is not well-formed: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the file to go on with is not an imported list: it has no 'layer: list'");
    }

    /** Returns {@code price} as an entry. */
    static ObjectNode entry(String id, ListedPrice price, @Nullable Instant from, @Nullable Instant to) {
        ObjectNode entry = YAML.createObjectNode();
        entry.put("id", id);
        entry.put("provider", price.provider());
        entry.put("model", price.names().get(0));
        if (price.names().size() > 1) {
            ArrayNode aliases = entry.putArray("aliases");
            price.names().stream().skip(1).forEach(aliases::add);
        }
        putTime(entry, "effective_from", from);
        putTime(entry, "effective_to", to);
        boolean hasTokens = !price.rates().perMillion().isEmpty();
        if (hasTokens) {
            putRates(entry, price.rates(), price.rates());
        }
        if (!price.perThousand().isEmpty()) {
            entry.set("usd_per_thousand_units", prices(price.perThousand()));
        }
        if (!price.windows().isEmpty()) {
            putWindows(entry.putArray("windows"), price);
        }
        if (!price.tiers().isEmpty() && hasTokens) {
            ObjectNode tiers = entry.putObject("tiers");
            new TreeMap<>(price.tiers())
                    .forEach((tier, rates) -> putRates(tiers.putObject(tier), rates, price.rates()));
        }
        entry.put("source", price.source());
        return entry;
    }

    static void putTime(ObjectNode entry, String field, @Nullable Instant time) {
        if (time == null) {
            return;
        }
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        boolean isDay = utc.toLocalTime().equals(LocalTime.MIDNIGHT);
        entry.put(field, isDay ? utc.toLocalDate().toString() : time.toString());
    }

    private static void putWindows(ArrayNode windows, ListedPrice price) {
        for (ListedPrice.Window window : price.windows()) {
            ObjectNode object = windows.addObject();
            object.put("name", window.from() + "-" + window.to());
            object.put("zone", "UTC");
            object.put("from", window.from());
            object.put("to", window.to());
            putRates(object, window.rates(), price.rates());
        }
    }

    /** What the list does not say of long prompts is not known where it says that they cost something else. */
    private static void putRates(ObjectNode object, ListedRates rates, ListedRates standard) {
        object.set(TOKENS, prices(rates.perMillion()));
        List<ListedRates.LongPrompt> longPrompts = rates.longPrompts();
        boolean isUnknown = longPrompts.isEmpty() && !standard.longPrompts().isEmpty();
        ArrayNode brackets = YAML.createArrayNode();
        for (ListedRates.LongPrompt bracket : isUnknown ? standard.longPrompts() : longPrompts) {
            ObjectNode node = brackets.addObject();
            node.put("threshold", bracket.threshold());
            node.put("inclusive", bracket.isInclusive());
            node.set(TOKENS, isUnknown ? YAML.createObjectNode() : prices(bracket.perMillion()));
        }
        if (!brackets.isEmpty()) {
            object.set("long_context", brackets);
        }
    }

    private static ObjectNode prices(Map<UsageClass, BigDecimal> prices) {
        ObjectNode object = YAML.createObjectNode();
        new TreeMap<>(prices).forEach((usageClass, price) -> object.put(usageClass.wireName(), price));
        return object;
    }
}
