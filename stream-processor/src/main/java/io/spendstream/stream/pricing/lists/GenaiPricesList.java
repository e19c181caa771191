package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import io.spendstream.stream.pricing.PriceBook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads genai-prices: platforms, each with its models in the order in which they are asked for a name. */
final class GenaiPricesList {
    private final PriceBook book;
    private final List<ListedPrice> prices = new ArrayList<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final Claimed claimed = new Claimed();

    GenaiPricesList(PriceBook book) {
        this.book = book;
    }

    PriceList read(JsonNode root) {
        List<JsonNode> providers = new ArrayList<>();
        (root.isArray() ? root : List.of(root)).forEach(providers::add);
        for (JsonNode provider : providers) {
            if (!provider.path("id").isTextual() || !provider.path("models").isArray()) {
                throw new IllegalArgumentException(
                        "is no genai-prices list: a provider needs the fields id and models");
            }
            readProvider(provider);
        }
        return new PriceList(ListFormat.GENAI_PRICES, null, prices, quarantined);
    }

    private void readProvider(JsonNode provider) {
        List<JsonNode> models = new ArrayList<>();
        provider.path("models").forEach(models::add);
        String id = provider.path("id").asText();
        String platform = platform(id);
        JsonNode page = provider.path("pricing_urls").path(0);
        String source = page.isTextual() ? page.asText() : "genai-prices, " + id;
        for (JsonNode model : models) {
            String key = id + "/" + model.path("id").asText();
            try {
                List<String> leftOut = new ArrayList<>();
                List<String> names = names(platform, model, models, key);
                List<ListedPrice> eras = new ArrayList<>();
                for (GenaiEras.Era era : GenaiEras.of(model.path("prices"), leftOut)) {
                    eras.add(new ListedPrice(
                            key,
                            platform,
                            names,
                            era.from(),
                            era.to(),
                            era.rates(),
                            Map.of(),
                            era.windows(),
                            era.perThousand(),
                            source));
                }
                ListedNumber.checkIsNotUnknown(eras);
                prices.addAll(eras);
                leftOut.forEach(what -> quarantined.add(new Quarantined(key, false, what + " is left out")));
            } catch (DoubtfulPriceException e) {
                quarantined.add(new Quarantined(key, true, String.valueOf(e.getMessage())));
            }
        }
    }

    private String platform(String id) {
        return switch (id) {
            case "x-ai" -> "xai";
            case "moonshotai" -> "moonshot";
            case "voyageai" -> "voyage";
            default -> book.canonicalProvider(id);
        };
    }

    /** Returns the names that are the model's by the list's own rule: the first model that accepts a name has it. */
    private List<String> names(String platform, JsonNode model, List<JsonNode> models, String key)
            throws DoubtfulPriceException {
        JsonNode match = model.path("match");
        Set<String> spelled = new LinkedHashSet<>();
        String id = model.path("id").asText();
        if (!id.startsWith("regional.")) { // the list's own word; no call spells it
            spelled.add(id);
        }
        spelled.addAll(GenaiMatch.fullNames(match));
        for (String part : GenaiMatch.partialNames(match)) {
            boolean isName = !book.history(platform, part).isEmpty()
                    && book.history(platform, part).get(0).names().contains(book.canonicalModel(platform, part));
            if (isName) {
                spelled.add(part);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : spelled) {
            JsonNode first = models.stream()
                    .filter(other -> GenaiMatch.accepts(other.path("match"), name))
                    .findFirst()
                    .orElse(null);
            String canonical = book.canonicalModel(platform, name);
            if (model.equals(first) && !canonical.isEmpty() && claimed.claim(platform, canonical, key)) {
                names.add(canonical);
            }
        }
        if (names.isEmpty()) {
            throw new DoubtfulPriceException("no exact name leads to it, by the list's own rule");
        }
        return List.copyOf(names);
    }
}
