package io.spendstream.cli.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a PromQL expression. It knows just enough of the grammar to tell the name of a metric from that of a
 * function, a label or a keyword; whether the expression is valid is for Prometheus to say.
 */
final class PromQl {
    private static final Pattern WORDS = Pattern.compile("""
            (?x) " [^"]* "                                                         # a text
            | \\[ [^\\]]* ]                                                        # a range
            | \\b [0-9] [0-9a-z.]*                                                 # a number or a duration
            | \\b (?:and | or | unless | bool | offset | inf | nan | Inf | NaN) \\b
            | \\b (?:by | without | on | ignoring | group_left | group_right) \\s* \\( (?<labels> [^)]*) \\)
            | \\b [a-z_]+ \\s* (?= \\( | (?:by | without) \\b)                     # a function
            | \\b (?<metric> [a-zA-Z_:] [a-zA-Z0-9_:]*) (?: \\s* \\{ (?<matchers> [^}]*) \\} )?
            """);

    private final List<String> selectors = new ArrayList<>();
    private final Set<String> metrics = new TreeSet<>();
    private final Set<String> labels = new TreeSet<>();

    private PromQl(String expression) {
        Matcher words = WORDS.matcher(expression);
        while (words.find()) {
            if (words.group("metric") != null) {
                metrics.add(words.group("metric"));
                selectors.add(words.group().strip());
            } else if (words.group("labels") != null) {
                labels.addAll(List.of(words.group("labels").strip().split("\\s*,\\s*", -1)));
            }
        }
        labels.remove("");
    }

    static PromQl of(String expression) {
        return new PromQl(expression);
    }

    /** Returns each metric's name with the matchers that stand behind it. */
    List<String> selectors() {
        return selectors;
    }

    /** Returns the names of the metrics. */
    Set<String> metrics() {
        return metrics;
    }

    /** Returns the labels the expression groups or matches series by. */
    Set<String> labels() {
        return labels;
    }
}
