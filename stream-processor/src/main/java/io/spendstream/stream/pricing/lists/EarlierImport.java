package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entries of an earlier import. They stay: at most one ends, or one that had not begun is taken out. */
final class EarlierImport {
    private static final int DAY_LENGTH = "2026-11-21".length();

    private final List<ObjectNode> entries = new ArrayList<>();

    private EarlierImport() {}

    /**
     * Returns the entries in {@code text}, or none if it is null.
     *
     * @throws IllegalArgumentException if no import wrote it
     */
    static EarlierImport of(@Nullable String text) {
        var earlier = new EarlierImport();
        JsonNode entries = text == null ? null : BookText.read(text).path("entries");
        for (JsonNode entry : entries == null ? List.<JsonNode>of() : entries) {
            earlier.entries.add((ObjectNode) entry);
        }
        return earlier;
    }

    /** Returns a name of a platform's model as one text. */
    static String key(String provider, String name) {
        return provider + "\n" + name;
    }

    List<ObjectNode> entries() {
        return entries;
    }

    Set<String> ids() {
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.path("id").asText()));
        return ids;
    }

    /** Adds to {@code changed} the names that share an entry with one of them, until there are no more. */
    void spread(Set<String> changed) {
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (ObjectNode entry : entries) {
                List<String> names = names(entry);
                if (names.stream().anyMatch(changed::contains)) {
                    isGrowing |= changed.addAll(names);
                }
            }
        }
    }

    /**
     * Ends the entries of {@code changed} names at {@code since}. Names that are not {@code listed} any more go on at
     * the price they had.
     */
    void end(Set<String> changed, Set<String> listed, Instant since) {
        for (ObjectNode entry : List.copyOf(entries)) {
            Instant from = moment(entry, "effective_from", Instant.MIN);
            Instant to = moment(entry, "effective_to", Instant.MAX);
            List<String> names = names(entry);
            boolean isTouched = to.isAfter(since) && names.stream().anyMatch(changed::contains);
            if (!isTouched) {
                continue;
            }
            List<String> gone =
                    names.stream().filter(name -> !listed.contains(name)).toList();
            if (!gone.isEmpty()) {
                entries.add(carriedOn(entry, gone, from.isAfter(since) ? from : since));
            }
            if (from.isBefore(since)) {
                BookText.putTime(entry, "effective_to", since);
            } else {
                entries.remove(entry);
            }
        }
    }

    private static ObjectNode carriedOn(ObjectNode entry, List<String> names, Instant from) {
        ObjectNode rest = entry.deepCopy();
        rest.put("id", entry.path("id").asText() + "~rest");
        List<String> texts = names.stream()
                .map(name -> name.substring(name.indexOf('\n') + 1))
                .toList();
        rest.put("model", texts.get(0));
        rest.remove("aliases");
        if (texts.size() > 1) {
            ArrayNode aliases = rest.putArray("aliases");
            texts.stream().skip(1).forEach(aliases::add);
        }
        BookText.putTime(rest, "effective_from", from);
        return rest;
    }

    private static List<String> names(ObjectNode entry) {
        String provider = entry.path("provider").asText();
        List<String> names = new ArrayList<>();
        names.add(key(provider, entry.path("model").asText()));
        entry.path("aliases").forEach(alias -> names.add(key(provider, alias.asText())));
        return names;
    }

    private static Instant moment(ObjectNode entry, String field, Instant otherwise) {
        String text = entry.path(field).asText();
        if (text.isEmpty()) {
            return otherwise;
        }
        return text.length() == DAY_LENGTH
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }
}
