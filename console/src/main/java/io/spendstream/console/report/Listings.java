package io.spendstream.console.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.console.http.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Listings that are turned page by page: each is made once and kept, so that all its pages are of one moment however
 * the figures move on. The ones that were not used for longest go first. Thread-safe.
 */
public final class Listings {
    private static final int LISTINGS_MAX = 64;
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 500;

    // guarded by this
    private final Map<String, Listing> kept = new LinkedHashMap<>(LISTINGS_MAX, 0.75f, true);

    /**
     * A listing.
     *
     * @param head what stands on each page besides the items
     * @param items the items
     * @param signature the question it answers
     */
    record Listing(ObjectNode head, List<ObjectNode> items, String signature) {}

    /**
     * Returns the page that {@code parameters} ask for.
     *
     * @param name what the items are called
     * @param maker makes the listing, if it is a first page
     */
    public ObjectNode page(Parameters parameters, String name, Supplier<Made> maker) {
        int limit = parameters.number("limit", 1, PAGE_MAX, PAGE);
        Optional<String> cursor = parameters.cursor();
        String signature = name + parameters.signature("cursor");
        String id;
        int from;
        Listing listing;
        if (cursor.isEmpty()) {
            Made made = maker.get();
            id = UUID.randomUUID().toString();
            from = 0;
            listing = new Listing(made.head(), made.items(), signature);
        } else {
            String[] parts = Cursor.decoded(cursor.get()).split("/", 2);
            id = parts[0];
            from = parts.length == 2 ? offset(parts[1], cursor.get()) : -1;
            listing = find(id, cursor.get(), signature, from);
        }
        int to = Math.min(from + limit, listing.items.size());
        ObjectNode page = listing.head.deepCopy();
        page.putArray(name).addAll(listing.items.subList(from, to));
        if (to < listing.items.size()) {
            keep(id, listing);
            page.put("next_cursor", Cursor.encoded(id + "/" + to));
        } else {
            page.putNull("next_cursor");
        }
        return page;
    }

    /**
     * What a listing is made of.
     *
     * @param head what stands on each page besides the items
     * @param items the items
     */
    public record Made(ObjectNode head, List<ObjectNode> items) {
        public Made {
            items = List.copyOf(items);
        }
    }

    private static int offset(String text, String cursor) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Cursor.malformed(cursor);
        }
    }

    private synchronized Listing find(String id, String cursor, String signature, int from) {
        Listing listing = kept.get(id);
        if (listing == null) {
            throw new Problem(
                            410,
                            "cursor-gone",
                            "The listing is no longer held",
                            "the listing this cursor belongs to is no longer held; begin anew without cursor",
                            "cursor",
                            cursor)
                    .exception();
        }
        if (!listing.signature.equals(signature)) {
            throw Cursor.otherQuestion(cursor);
        }
        if (from < 0 || from > listing.items.size()) {
            throw Cursor.malformed(cursor);
        }
        return listing;
    }

    private synchronized void keep(String id, Listing listing) {
        kept.put(id, listing);
        if (kept.size() > LISTINGS_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
