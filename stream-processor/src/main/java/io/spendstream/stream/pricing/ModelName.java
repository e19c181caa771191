package io.spendstream.stream.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name under which a model may stand in the book.
 *
 * @param text the name
 * @param kind how sure it is that a name like this means the model: exact, or a suffix was taken off
 */
record ModelName(String text, MatchKind kind) {
    private static final Pattern ARN = Pattern.compile("^arn:[^/]*:(?:inference-profile|foundation-model)/");
    private static final Pattern PUBLISHER = Pattern.compile("^(?:.*/)?publishers/[^/]+/models/");
    private static final Pattern FINE_TUNED = Pattern.compile("^(ft:[^:]+):.*$");
    private static final int SUFFIXES_MAX = 3;

    private static final String MONTH_DAY = "(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\\d|3[01])";
    private static final Pattern DATE =
            Pattern.compile("(?:-20\\d\\d-%1$s|[-@]20\\d\\d%1$s|(?<=-preview)-%1$s)$".formatted(MONTH_DAY));
    private static final Pattern VERSION = Pattern.compile("(?:-v\\d+(?::\\d+)?|-00\\d|@default)$");

    /**
     * Returns {@code raw} in the form names have in the book: lower case, without what says where the model runs or
     * how large its context is. {@code isOwnPlatform} tells spellings of the calling platform, which may stand before
     * the name. Empty if nothing is left.
     */
    static String canonical(String raw, Predicate<String> isOwnPlatform) {
        String name = raw.strip().toLowerCase(Locale.ROOT);
        name = PUBLISHER.matcher(ARN.matcher(name).replaceFirst("")).replaceFirst("");
        name = withoutPlatform(name, isOwnPlatform);
        name = name.startsWith("models/") ? name.substring("models/".length()) : name;
        name = name.endsWith("[1m]") ? name.substring(0, name.length() - "[1m]".length()) : name;
        return FINE_TUNED.matcher(name).replaceFirst("$1").strip();
    }

    /** Returns {@code canonical}, then what is left as one suffix after another is taken off. */
    static List<ModelName> candidates(String canonical) {
        List<ModelName> names = new ArrayList<>();
        ModelName name = new ModelName(canonical, MatchKind.EXACT);
        names.add(name);
        for (int i = 0; i < SUFFIXES_MAX; i++) {
            ModelName shorter = name.withoutSuffix();
            if (shorter == null) {
                break;
            }
            names.add(shorter);
            name = shorter;
        }
        return names;
    }

    private @Nullable ModelName withoutSuffix() {
        Matcher date = DATE.matcher(text);
        if (date.find() && date.start() > 0) {
            return new ModelName(text.substring(0, date.start()), kind.weaker(MatchKind.DATE_STRIPPED));
        }
        Matcher version = VERSION.matcher(text);
        if (version.find() && version.start() > 0) {
            return new ModelName(text.substring(0, version.start()), kind.weaker(MatchKind.VERSION_STRIPPED));
        }
        return null;
    }

    private static String withoutPlatform(String name, Predicate<String> isOwnPlatform) {
        for (char separator : new char[] {'/', ':'}) {
            int end = name.indexOf(separator);
            if (end > 0 && isOwnPlatform.test(name.substring(0, end))) {
                return name.substring(end + 1);
            }
        }
        return name;
    }
}
