package io.spendstream.stream.pricing;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.UsageClass;
import io.spendstream.yaml.Node;
import io.spendstream.yaml.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a price book. */
final class EntryReader {
    private static final String ALIASES = "aliases";
    private static final String BUNDLED = "bundled";

    private final OriginReader origins;
    private final Layer layer;
    private final List<PriceEntry> bundled;

    /** Creates a reader of entries of one layer that may take over names of {@code bundled}. */
    EntryReader(OriginReader origins, Layer layer, List<PriceEntry> bundled) {
        this.layer = layer;
        this.origins = origins;
        this.bundled = List.copyOf(bundled);
    }

    /** Returns the entry in {@code section} and those of its regions, or none after noting that it has no identity. */
    List<PriceEntry> read(Section section) {
        Scope scope = origins.scope(section, section.text("provider"));
        PriceOrigin origin = origins.read(section, section.requiredText("model"), scope);
        boolean isInherited = section.isScalar(ALIASES);
        List<PriceEntry.Name> plain = origin == null ? List.of() : plainNames(section, origin, isInherited);
        List<PriceEntry.Name> names = origin == null ? List.of() : names(section, origin, plain, isInherited);
        List<Region> regions = Region.readAll(section);
        Map<String, Tariff> tariffs = tariffs(section);
        section.end();
        if (layer == Layer.LIST && !scope.isEveryone()) {
            section.error("", "a list says what everybody pays; teams and deployments belong in a file of your own");
        }
        if (origin == null) {
            return List.of();
        }
        List<PriceEntry> entries = new ArrayList<>();
        entries.add(new PriceEntry(origin, names, tariffs, scope, layer));
        for (Region region : regions) {
            List<PriceEntry.Name> regional = prefixed(region.section(), origin.provider(), region.prefixes(), plain);
            entries.add(new PriceEntry(region.origin(origin), regional, region.times(tariffs), scope, layer));
        }
        return entries;
    }

    private static List<PriceEntry.Name> plainNames(Section section, PriceOrigin origin, boolean isInherited) {
        Instant from = origin.effectiveFrom() == null ? Instant.MIN : origin.effectiveFrom();
        Instant to = origin.effectiveTo() == null ? Instant.MAX : origin.effectiveTo();
        List<PriceEntry.Name> plain = new ArrayList<>();
        plain.add(new PriceEntry.Name(origin.model(), MatchKind.EXACT, from, to));
        List<Node> aliases = isInherited ? List.of() : section.items(ALIASES);
        for (int i = 0; i < aliases.size(); i++) {
            PriceEntry.Name alias = alias(section, aliases.get(i), i, from, to);
            if (alias != null) {
                plain.add(alias);
            }
        }
        return plain;
    }

    private List<PriceEntry.Name> names(
            Section section, PriceOrigin origin, List<PriceEntry.Name> plain, boolean isInherited) {
        List<String> prefixes = section.has("prefixes") ? section.texts("prefixes") : List.of("");
        if (prefixes.isEmpty()) {
            section.error("prefixes", "must have at least one, which may be \"\"");
            prefixes = List.of("");
        }
        List<PriceEntry.Name> names = prefixed(section, origin.provider(), prefixes, plain);
        if (isInherited) {
            names.addAll(inherited(section, origin, names));
        }
        return names;
    }

    private List<PriceEntry.Name> prefixed(
            Section section, String provider, List<String> prefixes, List<PriceEntry.Name> plain) {
        List<PriceEntry.Name> names = new ArrayList<>();
        for (String prefix : prefixes) {
            for (PriceEntry.Name name : plain) {
                names.add(prefixed(section, provider, prefix, name));
            }
        }
        return names;
    }

    /** Returns the names that the bundled book has for the model, beside {@code own}, while the entry is in force. */
    private List<PriceEntry.Name> inherited(Section section, PriceOrigin origin, List<PriceEntry.Name> own) {
        if (!BUNDLED.equals(section.text(ALIASES))) {
            section.error(ALIASES, "must be a list of names, or '" + BUNDLED + "'");
        }
        Set<String> ownTexts = own.stream().map(PriceEntry.Name::text).collect(Collectors.toSet());
        List<PriceEntry.Name> names = new ArrayList<>();
        boolean isKnown = false;
        for (PriceEntry entry : bundled) {
            boolean isSame = entry.origin().provider().equals(origin.provider())
                    && entry.origin().model().equals(origin.model())
                    && entry.names().stream().anyMatch(name -> ownTexts.contains(name.text()));
            isKnown |= isSame;
            for (PriceEntry.Name name : isSame ? entry.names() : List.<PriceEntry.Name>of()) {
                PriceEntry.Name during =
                        name.during(own.get(0).from(), own.get(0).to());
                if (!ownTexts.contains(name.text()) && during.isEver()) {
                    names.add(during);
                }
            }
        }
        if (!isKnown) {
            section.error(
                    ALIASES,
                    "the bundled book has no '%s' at %s, or this book does not extend it"
                            .formatted(own.get(0).text(), origin.provider()));
        }
        return names;
    }

    private static PriceEntry.@Nullable Name alias(Section section, Node item, int index, Instant from, Instant to) {
        if (item instanceof Node.Scalar scalar) {
            return new PriceEntry.Name(scalar.text(), MatchKind.ALIAS, from, to);
        }
        if (!(item instanceof Node.Fields fields)) {
            section.error(ALIASES, "must be a list of names, or of objects with name and effective dates");
            return null;
        }
        Section object = section.item(ALIASES, index, fields);
        String name = object.requiredText("name");
        Instant aliasFrom = object.moment("effective_from");
        Instant aliasTo = object.moment("effective_to");
        object.end();
        Instant start = aliasFrom != null && aliasFrom.isAfter(from) ? aliasFrom : from;
        Instant end = aliasTo != null && aliasTo.isBefore(to) ? aliasTo : to;
        if (!start.isBefore(end)) {
            object.error("", "is never in force while the entry is");
        }
        return name == null ? null : new PriceEntry.Name(name, MatchKind.ALIAS, start, end);
    }

    private PriceEntry.Name prefixed(Section section, String provider, String prefix, PriceEntry.Name name) {
        String text = prefix + name.text();
        if (text.length() > Attribution.TEXT_LENGTH_MAX) {
            section.error(
                    "", "a name must be at most %d characters: '%s'".formatted(Attribution.TEXT_LENGTH_MAX, text));
        }
        String canonical = origins.platforms().canonicalModel(provider, text);
        if (!canonical.equals(text)) {
            section.error("", "the name '%s' must be written '%s'".formatted(text, canonical));
        }
        boolean isLongOrEmpty = text.isEmpty() || text.length() > Attribution.TEXT_LENGTH_MAX;
        String refusal = isLongOrEmpty ? null : refusalOf(provider, text);
        if (refusal != null) {
            section.error("", "no event can have the name: " + refusal);
        }
        return new PriceEntry.Name(text, name.kind(), name.from(), name.to());
    }

    /** Returns why no event can be of {@code model} at {@code provider}, or null if one can. */
    private static @Nullable String refusalOf(String provider, String model) {
        try {
            requireNonNull(ModelCall.of(provider, model));
            return null;
        } catch (RejectedException e) {
            return e.getMessage();
        }
    }

    private static Map<String, Tariff> tariffs(Section section) {
        Map<UsageClass, Long> unitPrices = PriceReader.unitPrices(section);
        if (!section.has(PriceReader.TOKEN_PRICES) && unitPrices.isEmpty()) {
            section.error("", "needs prices: usd_per_million_tokens, usd_per_unit or usd_per_thousand_units");
        }
        TariffReader reader = new TariffReader(unitPrices);
        Tariff standard = reader.read(section);
        Map<String, Tariff> tariffs = new HashMap<>();
        tariffs.put(ServiceTier.STANDARD, standard);
        Section tiers = section.section("tiers");
        if (tiers == null) {
            return tariffs;
        }
        tiers.sectionsByName().forEach((tier, object) -> {
            String canonical = ServiceTier.canonical(tier);
            if (!canonical.equals(tier) || canonical.equals(ServiceTier.STANDARD)) {
                tiers.error(
                        tier,
                        "is not a tier's name here; the standard tier's prices are the entry's own,"
                                + " other tiers are written as '" + canonical + "'");
            }
            if (!object.has(PriceReader.TOKEN_PRICES)) {
                object.error("", "needs the field usd_per_million_tokens");
            }
            Tariff tariff = reader.read(object);
            TariffReader.checkLongContext(object, standard.base());
            Sanity.checkTier(object, tier, standard.base().base(), tariff.base().base());
            object.end();
            tariffs.put(tier, tariff);
        });
        return tariffs;
    }
}
