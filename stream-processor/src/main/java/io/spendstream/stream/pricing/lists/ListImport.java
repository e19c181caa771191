package io.spendstream.stream.pricing.lists;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.stream.pricing.BookDiff;
import io.spendstream.stream.pricing.PriceBook;
import io.spendstream.stream.pricing.PriceBookException;
import io.spendstream.yaml.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a list into a book file that says the same from a day on. Before that day nothing changes: a price that is
 * another one now is a new entry from that day, and the entry of an earlier import ends there. What the list gives no
 * new price is left as it is, and what has vanished from it keeps the price it had, for calls of it still cost.
 */
public final class ListImport {
    private static final String FILE = "list.yaml";
    private static final Pattern ENTRY = Pattern.compile("^entries\\[(\\d+)\\]");

    private final PriceBook current;
    private final Instant since;
    private final EarlierImport earlier;
    private final Set<String> ids = new HashSet<>();
    private final List<Quarantined> quarantined;
    private final List<Added> added = new ArrayList<>();
    private int unchanged;

    private ListImport(PriceList list, PriceBook current, EarlierImport earlier, Instant since) {
        this.current = current;
        this.since = since;
        this.earlier = earlier;
        this.quarantined = new ArrayList<>(list.quarantined());
    }

    /** A new entry, and where in the list it is from. */
    private record Added(String key, ObjectNode node) {}

    /**
     * What an import came to.
     *
     * @param text the book file
     * @param newEntries how many entries it got
     * @param unchanged how many of the list's prices are in force already
     * @param quarantined what was not taken
     * @param differences what calls cost by it that cost something else before
     */
    public record Result(
            String text,
            int newEntries,
            int unchanged,
            List<Quarantined> quarantined,
            List<BookDiff.Difference> differences) {}

    /**
     * Imports {@code list}.
     *
     * @param earlierText the book file of an earlier import, which is gone on with; null if there is none
     * @param since when prices that changed come into force
     * @throws IllegalArgumentException if the earlier file is not an import's
     */
    public static Result of(PriceList list, @Nullable String earlierText, Instant since) {
        PriceBook current = earlierText == null ? PriceBook.bundled() : PriceBook.of(Map.of(FILE, earlierText));
        EarlierImport earlier = EarlierImport.of(earlierText);
        return new ListImport(list, current, earlier, since).run(list);
    }

    private Result run(PriceList list) {
        List<ListedPrice> prices = new ArrayList<>();
        for (ListedPrice price : list.prices()) {
            String doubt = Comparison.doubt(price, current, since);
            if (doubt == null) {
                prices.add(price);
            } else {
                quarantined.add(new Quarantined(price.key(), true, doubt));
            }
        }
        Set<String> changed = changedNames(prices);
        earlier.end(changed, namesIn(prices), since);
        ids.addAll(earlier.ids());
        for (ListedPrice price : prices) {
            write(list.format() + "/", price, changed);
        }
        LocalDate date = since.atZone(ZoneOffset.UTC).toLocalDate();
        String text = text(list, date);
        PriceBook book = PriceBook.of(Map.of(FILE, text));
        return new Result(text, added.size(), unchanged, quarantined, BookDiff.between(current, book));
    }

    /** Returns the file, without those of the list's prices that break a rule of the book. */
    private String text(PriceList list, LocalDate date) {
        String source = "imported from " + list.format();
        while (true) {
            List<ObjectNode> entries = new ArrayList<>(earlier.entries());
            added.forEach(entry -> entries.add(entry.node()));
            String text = BookText.of(date, source, true, entries);
            try {
                PriceBook.of(Map.of(FILE, text));
                return text;
            } catch (PriceBookException e) {
                takeOut(e);
            }
        }
    }

    /** Puts the entries that {@code e} complains of into quarantine; there must be one, or this could not go on. */
    private void takeOut(PriceBookException e) {
        Map<Integer, String> wrong = new TreeMap<>();
        for (Problem problem : e.problems()) {
            Matcher entry = ENTRY.matcher(problem.field());
            int index = entry.find()
                    ? Integer.parseInt(entry.group(1)) - earlier.entries().size()
                    : -1;
            if (index >= 0) {
                wrong.putIfAbsent(index, problem.message());
            }
        }
        if (wrong.isEmpty()) {
            throw e;
        }
        List<Integer> indexes = new ArrayList<>(wrong.keySet());
        Collections.reverse(indexes);
        for (int index : indexes) {
            Added entry = added.remove(index);
            quarantined.add(new Quarantined(entry.key(), true, String.valueOf(wrong.get(index))));
        }
    }

    /** Returns the names whose prices change, and those that stand in one earlier entry with one of them. */
    private Set<String> changedNames(List<ListedPrice> prices) {
        Set<String> changed = new TreeSet<>();
        for (ListedPrice price : prices) {
            for (String name : price.names()) {
                if (Comparison.isChanged(price, name, current, since)) {
                    changed.add(EarlierImport.key(price.provider(), name));
                }
            }
        }
        earlier.spread(changed);
        return changed;
    }

    private static Set<String> namesIn(List<ListedPrice> prices) {
        Set<String> names = new HashSet<>();
        prices.forEach(price -> price.names().forEach(name -> names.add(EarlierImport.key(price.provider(), name))));
        return names;
    }

    private void write(String idPrefix, ListedPrice price, Set<String> changed) {
        List<String> unheardOf = new ArrayList<>();
        List<String> renewed = new ArrayList<>();
        for (String name : price.names()) {
            if (current.history(price.provider(), name).isEmpty()) {
                unheardOf.add(name);
            } else if (changed.contains(EarlierImport.key(price.provider(), name))) {
                renewed.add(name);
            }
        }
        if (unheardOf.isEmpty() && renewed.isEmpty()) {
            unchanged++;
        }
        Instant from = start(price.from());
        Instant to = start(price.to());
        if (!unheardOf.isEmpty()) {
            add(idPrefix, price.named(unheardOf), from, to);
        }
        boolean isOver = to != null && !to.isAfter(since);
        if (!renewed.isEmpty() && !isOver) {
            add(idPrefix, price.named(renewed), from != null && from.isAfter(since) ? from : since, to);
        }
    }

    private void add(String idPrefix, ListedPrice price, @Nullable Instant from, @Nullable Instant to) {
        String day = from == null ? "" : "@" + from.atZone(ZoneOffset.UTC).toLocalDate();
        String name = price.names().get(0).replaceAll("[^a-z0-9._:/@+~-]", "-");
        String id = idPrefix + price.provider() + "/" + name + day;
        String unique = id;
        for (int i = 2; !ids.add(unique); i++) {
            unique = id + "~" + i;
        }
        added.add(new Added(price.key(), BookText.entry(unique, price, from, to)));
    }

    private static @Nullable Instant start(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
