package io.spendstream.stream.pricing;

import io.spendstream.contract.ModelCall;
import io.spendstream.yaml.Section;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What can be said of an entry only in view of the others: of the same book, and of one it is compared with. */
final class EntryChecks {
    private final Map<String, Section> sectionById;
    private final List<PriceEntry> entries;

    /** Creates checks of {@code entries}, which stand in these sections. */
    EntryChecks(List<PriceEntry> entries, Map<String, Section> sectionById) {
        this.entries = entries;
        this.sectionById = sectionById;
    }

    /** Notes every name that does not lead to its entry while the entry claims it. */
    void checkNamesLeadBack(Names names) {
        for (PriceEntry entry : entries) {
            for (PriceEntry.Name name : ownNames(entry)) {
                Claim claim = find(names, entry, name.text(), name.from());
                String other =
                        claim == null ? "nothing" : claim.entry().origin().priceId();
                if (!other.equals(entry.origin().priceId())) {
                    section(entry).error("", "the name '%s' leads to %s".formatted(name.text(), other));
                }
            }
        }
    }

    /** Warns of prices that are many times those the same names had just before. */
    void checkJumps() {
        for (List<PriceEntry> history : histories()) {
            for (int i = 1; i < history.size(); i++) {
                Tariff before = history.get(i - 1).tariff(null);
                Tariff after = history.get(i).tariff(null);
                if (before != null && after != null) {
                    Section section = section(history.get(i));
                    String id = history.get(i - 1).origin().priceId();
                    Sanity.checkJump(
                            section, id, before.base().base(), after.base().base());
                }
            }
        }
    }

    /** Warns if prices are far off those that {@code reference} has for the same model. */
    void compareWith(PriceBook reference) {
        for (PriceEntry entry : entries) {
            PriceOrigin origin = entry.origin();
            ModelCall call =
                    ModelCall.of(origin.provider(), entry.names().get(0).text());
            Instant checked = origin.checked().atStartOfDay(ZoneOffset.UTC).toInstant();
            Claim usual = reference.names().find(call, null, checked);
            Tariff own = entry.tariff(null);
            Tariff theirs = usual == null ? null : usual.entry().tariff(null);
            if (own != null && theirs != null) {
                Sanity.checkAgainst(
                        section(entry), theirs.base().base(), own.base().base());
            }
        }
    }

    /** Warns if some names of a model keep the price they have in {@code base} although others get a new one. */
    void checkNoNameIsForgotten(PriceBook base, NameIndex index) {
        for (PriceEntry entry : entries) {
            PriceOrigin origin = entry.origin();
            TreeSet<String> forgotten = new TreeSet<>();
            for (PriceEntry other : base.entriesOf(origin.provider(), origin.model())) {
                for (PriceEntry.Name name : isReplaced(entry, other) ? other.names() : List.<PriceEntry.Name>of()) {
                    PriceEntry.Name during = name.during(
                            entry.names().get(0).from(), entry.names().get(0).to());
                    boolean isOwn = index.claims(origin.provider(), name.text()).stream()
                            .anyMatch(claim -> sectionById.containsKey(
                                    claim.entry().origin().priceId()));
                    if (during.isEver() && !isOwn) {
                        forgotten.add(name.text());
                    }
                }
            }
            if (!forgotten.isEmpty()) {
                String message = "leave these names of the model at the bundled price: %s; 'bundled' takes over all";
                section(entry).warn("aliases", message.formatted(String.join(", ", forgotten)));
            }
        }
    }

    private static boolean isReplaced(PriceEntry entry, PriceEntry other) {
        String name = entry.names().get(0).text();
        return other.names().stream().anyMatch(theirs -> theirs.text().equals(name));
    }

    private List<List<PriceEntry>> histories() {
        Map<Object, List<PriceEntry>> histories = new HashMap<>();
        for (PriceEntry entry : entries) {
            Object key = List.of(entry.origin().provider(), entry.names().get(0).text(), entry.scope());
            histories.computeIfAbsent(key, ignored -> new ArrayList<>()).add(entry);
        }
        Comparator<PriceEntry> byTime =
                Comparator.comparing(entry -> entry.names().get(0).from());
        histories.values().forEach(history -> history.sort(byTime));
        return List.copyOf(histories.values());
    }

    /** Returns the names that must lead to {@code entry}: own prices and discounts may come before those of a list. */
    private static List<PriceEntry.Name> ownNames(PriceEntry entry) {
        return entry.layer() == Layer.LIST ? List.of() : entry.names();
    }

    private static @Nullable Claim find(Names names, PriceEntry entry, String name, Instant at) {
        Scope scope = entry.scope();
        String team = scope.teams().stream().sorted().findFirst().orElse(null);
        String asked = scope.deployments().stream().sorted().findFirst().orElse(null);
        return names.find(new ModelCall(entry.origin().provider(), name, asked, null, null), team, at);
    }

    private Section section(PriceEntry entry) {
        Section section = sectionById.get(entry.origin().priceId());
        if (section == null) {
            throw new IllegalStateException("no section of " + entry.origin().priceId());
        }
        return section;
    }
}
