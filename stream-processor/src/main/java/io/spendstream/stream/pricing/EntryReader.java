package io.spendstream.stream.pricing;

import io.spendstream.contract.UsageClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one entry of a price book. */
final class EntryReader {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._:/@+~-]{0,199}");

    private final Platforms platforms;
    private final @Nullable String defaultSource;
    private final @Nullable LocalDate defaultChecked;

    /** Creates a reader of entries in a file that gives a default source and date, or not. */
    EntryReader(Platforms platforms, @Nullable String defaultSource, @Nullable LocalDate defaultChecked) {
        this.platforms = platforms;
        this.defaultSource = defaultSource;
        this.defaultChecked = defaultChecked;
    }

    /** Returns the entry in {@code section}, or null after noting that it has no identity. */
    @Nullable
    PriceEntry read(Section section) {
        PriceOrigin origin = origin(section);
        List<PriceEntry.Name> names = origin == null ? List.of() : names(section, origin);
        Map<String, Tariff> tariffs = tariffs(section);
        section.end();
        return origin == null ? null : new PriceEntry(origin, names, tariffs);
    }

    private @Nullable PriceOrigin origin(Section section) {
        String id = section.requiredText("id");
        if (id != null && !ID.matcher(id).matches()) {
            section.error("id", "must be at most 200 lower-case letters, digits and ._:/@+~-: '" + id + "'");
        }
        String provider = section.requiredText("provider");
        if (provider != null && !platforms.canonical(provider).equals(provider)) {
            section.error("provider", "must be written '" + platforms.canonical(provider) + "'");
        }
        String model = section.requiredText("model");
        Instant from = section.moment("effective_from");
        Instant to = section.moment("effective_to");
        if (from != null && to != null && !from.isBefore(to)) {
            section.error("effective_to", "must be after effective_from");
        }
        String source = section.has("source") ? section.text("source") : defaultSource;
        LocalDate checked = section.has("checked") ? section.date("checked") : defaultChecked;
        if (source == null || checked == null) {
            section.error("", "needs source and checked, here or at the top of the file");
            return null;
        }
        return id == null || provider == null || model == null
                ? null
                : new PriceOrigin(id, provider, model, from, to, source, checked);
    }

    private List<PriceEntry.Name> names(Section section, PriceOrigin origin) {
        Instant from = origin.effectiveFrom() == null ? Instant.MIN : origin.effectiveFrom();
        Instant to = origin.effectiveTo() == null ? Instant.MAX : origin.effectiveTo();
        List<PriceEntry.Name> plain = new ArrayList<>();
        plain.add(new PriceEntry.Name(origin.model(), MatchKind.EXACT, from, to));
        List<Node> aliases = section.items("aliases");
        for (int i = 0; i < aliases.size(); i++) {
            PriceEntry.Name alias = alias(section, aliases.get(i), i, from, to);
            if (alias != null) {
                plain.add(alias);
            }
        }
        List<String> prefixes = section.has("prefixes") ? section.texts("prefixes") : List.of("");
        List<PriceEntry.Name> names = new ArrayList<>();
        for (String prefix : prefixes) {
            for (PriceEntry.Name name : plain) {
                names.add(prefixed(section, origin.provider(), prefix, name));
            }
        }
        return names;
    }

    private PriceEntry.@Nullable Name alias(Section section, Node item, int index, Instant from, Instant to) {
        if (item instanceof Node.Scalar scalar) {
            return new PriceEntry.Name(scalar.text(), MatchKind.ALIAS, from, to);
        }
        if (!(item instanceof Node.Fields fields)) {
            section.error("aliases", "must be a list of names, or of objects with name and effective dates");
            return null;
        }
        Section object = section.item("aliases", index, fields);
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
        String canonical = platforms.canonicalModel(provider, text);
        if (!canonical.equals(text)) {
            section.error("", "the name '%s' must be written '%s'".formatted(text, canonical));
        }
        return new PriceEntry.Name(text, name.kind(), name.from(), name.to());
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
