package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.stream.pricing.PriceBook;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads LiteLLM's price map: an object of entries by key, without dates. */
final class LiteLlmList {
    private static final Set<String> NO_MODELS = Set.of("sample_spec", "fallback_generalizations");
    private static final Pattern REGION = Pattern.compile("^(?:[a-z]+/)?[a-z]{2}(?:-gov)?-[a-z]+-\\d/.*");
    private static final int DATE_LENGTH = "2026-07-24".length();

    private final PriceBook book;
    private final List<ListedPrice> prices = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final Claimed claimed = new Claimed();
    private final Map<String, ListedPrice> byKey = new HashMap<>();

    LiteLlmList(PriceBook book) {
        this.book = book;
    }

    PriceList read(JsonNode root) {
        boolean isList = root.isObject()
                && root.properties().stream().anyMatch(field -> field.getValue().has("litellm_provider"));
        if (!isList) {
            throw new IllegalArgumentException(
                    "is no LiteLLM price map: needs an object of entries with litellm_provider");
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getValue().isObject() && !NO_MODELS.contains(field.getKey())) {
                readEntry(field.getKey(), field.getValue());
            }
        }
        return new PriceList(ListFormat.LITELLM, date(root.path("last_updated").asText()), prices, quarantined);
    }

    private void readEntry(String key, JsonNode entry) {
        try {
            ListedPrice price = price(key, entry);
            String name = price.names().get(0);
            String owner = claimed.owner(price.provider(), name);
            ListedPrice other = owner == null ? null : byKey.get(owner);
            if (other == null) {
                claimed.claim(price.provider(), name, key);
                byKey.put(key, price);
                prices.add(price);
            } else if (!isSame(other, price)) {
                throw new DoubtfulPriceException("%s gives '%s' another price".formatted(owner, name));
            }
        } catch (DoubtfulPriceException e) {
            quarantined.add(new Quarantined(key, true, String.valueOf(e.getMessage())));
        }
    }

    private ListedPrice price(String key, JsonNode entry) throws DoubtfulPriceException {
        if (REGION.matcher(key).matches()) {
            throw new DoubtfulPriceException("a region stands before the name, where no call has one");
        }
        String provider = platform(entry.path("litellm_provider").asText());
        String name = book.canonicalModel(provider, key);
        if (name.isEmpty() || provider.isEmpty()) {
            throw new DoubtfulPriceException("no platform or no name");
        }
        LiteLlmEntry read = LiteLlmEntry.of(entry);
        String source = entry.path("source").asText();
        ListedPrice price = new ListedPrice(
                key,
                provider,
                List.of(name),
                null,
                null,
                read.rates(),
                read.tiers(),
                List.of(),
                read.perThousand(),
                source.isEmpty() ? "LiteLLM, " + key : source);
        ListedNumber.checkIsNotUnknown(List.of(price));
        read.leftOut().forEach(what -> quarantined.add(new Quarantined(key, false, what + " is left out")));
        return price;
    }

    private String platform(String provider) {
        if (provider.startsWith("vertex_ai")) {
            return book.canonicalProvider("vertex_ai");
        }
        return book.canonicalProvider(
                switch (provider) {
                    case "text-completion-openai" -> "openai";
                    case "azure_text" -> "azure";
                    case "cohere_chat" -> "cohere";
                    case "bedrock_converse", "bedrock_mantle" -> "bedrock";
                    case "fireworks_ai-embedding-models" -> "fireworks_ai";
                    case "codestral", "text-completion-codestral" -> "mistral";
                    default -> provider;
                });
    }

    private static boolean isSame(ListedPrice one, ListedPrice other) {
        return one.rates().equals(other.rates())
                && one.tiers().equals(other.tiers())
                && one.perThousand().equals(other.perThousand());
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return text.length() < DATE_LENGTH ? null : LocalDate.parse(text.substring(0, DATE_LENGTH));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
