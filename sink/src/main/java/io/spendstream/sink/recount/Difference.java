package io.spendstream.sink.recount;

import static java.util.Objects.requireNonNull;

import io.spendstream.sink.report.SpendSums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place where a view says something else than the ledger topic.
 *
 * @param place which bucket, model or total
 * @param figures what differs there, each with both figures
 * @param event the first event there that differs; null if the view has none, or nobody looked for it
 */
public record Difference(
        String place, List<Figure> figures, @Nullable DifferentEvent event) {
    /**
     * One thing that differs.
     *
     * @param name what it is
     * @param ledger what the ledger topic says
     * @param view what the view says
     */
    public record Figure(String name, String ledger, String view) {
        public Figure {
            requireNonNull(name, "name");
            requireNonNull(ledger, "ledger");
            requireNonNull(view, "view");
        }
    }

    public Difference {
        requireNonNull(place, "place");
        figures = List.copyOf(figures);
    }

    /** Creates one that names no event. */
    public Difference(String place, List<Figure> figures) {
        this(place, figures, null);
    }

    /** Returns this with the first event that differs. */
    Difference naming(DifferentEvent first) {
        return new Difference(place, figures, first);
    }

    /** Returns what differs between these sums. */
    public static Difference of(String place, SpendSums ledger, SpendSums view) {
        List<Figure> figures = new ArrayList<>();
        add(figures, "calls", ledger.calls(), view.calls());
        add(figures, "unpriced calls", ledger.unpricedCalls(), view.unpricedCalls());
        add(figures, "prompt tokens", ledger.promptTokens(), view.promptTokens());
        add(figures, "completion tokens", ledger.completionTokens(), view.completionTokens());
        add(figures, "cache read tokens", ledger.cacheReadTokens(), view.cacheReadTokens());
        add(figures, "cache write tokens", ledger.cacheWriteTokens(), view.cacheWriteTokens());
        add(figures, "reasoning tokens", ledger.reasoningTokens(), view.reasoningTokens());
        BigDecimal cost = ledger.costExact();
        if (cost.compareTo(view.costExact()) != 0) {
            figures.add(new Figure("USD", text(cost), text(view.costExact())));
        }
        return new Difference(place, figures);
    }

    private static void add(List<Figure> figures, String name, long ledger, long view) {
        if (ledger != view) {
            figures.add(new Figure(name, String.valueOf(ledger), String.valueOf(view)));
        }
    }

    private static String text(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** Returns this in a sentence. */
    @Override
    public String toString() {
        return "%s: %s".formatted(place, say(figures));
    }

    static String say(List<Figure> figures) {
        return figures.stream()
                .map(figure -> "%s %s, the ledger says %s".formatted(figure.name(), figure.view(), figure.ledger()))
                .collect(Collectors.joining("; "));
    }
}
