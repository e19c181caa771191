package io.spendstream.contract;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Repairs the parts of one attribution and remembers which of them are not what was said. The tags come last: they take
 * the note of it. Not thread-safe.
 */
final class AttributionRepair {
    private static final String TAGS = "tags";

    private final Set<String> changed = new LinkedHashSet<>();

    /** Returns {@code text} as a session; what says none is {@link Attribution#UNATTRIBUTED}. */
    String session(@Nullable String text) {
        String legal = text("session_id", text);
        if (legal != null) {
            return legal;
        }
        changed.add("session_id");
        return Attribution.UNATTRIBUTED;
    }

    /** Returns {@code text} as {@code field}, null if it says nothing. */
    @Nullable
    String text(String field, @Nullable String text) {
        String legal = TextRepair.repair(text);
        if (text != null && !text.isEmpty() && !text.equals(legal)) {
            changed.add(field);
        }
        return legal;
    }

    /**
     * Returns {@code said} as tags, with the note of what was changed.
     *
     * @param isOneLost whether a tag was said that could not even be kept
     */
    Map<String, String> tags(Map<String, String> said, boolean isOneLost) {
        var legal = new TreeMap<String, String>();
        boolean isLost = isOneLost;
        for (Map.Entry<String, String> tag : said.entrySet()) {
            String key = text(TAGS, tag.getKey());
            String value = text(TAGS, tag.getValue());
            // names that differed may be alike once they are repaired
            isLost |= key == null || value == null || legal.putIfAbsent(key, value) != null;
        }
        while (legal.size() >= Attribution.TAGS_MAX) {
            legal.pollLastEntry();
            isLost = true;
        }
        if (isLost) {
            changed.add(TAGS);
        }
        legal.put(Attribution.REPAIRED_TAG, String.join(",", changed));
        return legal;
    }
}
