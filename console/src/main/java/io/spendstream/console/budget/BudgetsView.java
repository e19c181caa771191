package io.spendstream.console.budget;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.console.report.Filters;
import io.spendstream.console.report.Forms;
import io.spendstream.console.report.Listings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/v1/budgets}: what is spent of each budget. */
public final class BudgetsView {
    private static final Comparator<ObjectNode> NEAREST_FIRST = Comparator.comparing(
                    (ObjectNode node) ->
                            new BigDecimal(node.path("actual_ratio").textValue()),
                    Comparator.reverseOrder())
            .thenComparing(node -> node.path("id").textValue())
            .thenComparing(node -> node.path("values").toString());

    private final BudgetBoard board;
    private final InstantSource clock;
    private final Listings listings = new Listings();

    /** Creates a view of {@code board}. */
    public BudgetsView(BudgetBoard board, InstantSource clock) {
        this.board = board;
        this.clock = clock;
    }

    /** Returns the answer to {@code parameters}. */
    public ObjectNode answer(Parameters parameters) {
        Filters filters = Filters.of(parameters);
        Optional<String> status = parameters.choice("status", "ok", "warning", "exceeded");
        return listings.page(parameters, "budgets", () -> make(filters, status));
    }

    private Listings.Made make(Filters filters, Optional<String> status) {
        Instant now = clock.instant();
        List<ObjectNode> budgets = board.states().stream()
                .filter(state -> filters.areNamedBy(
                        state.allowance().scope(), state.allowance().values()))
                .map(state -> BudgetForms.budget(state, now))
                .filter(node -> status.isEmpty()
                        || status.get().equals(node.path("status").textValue()))
                .sorted(NEAREST_FIRST)
                .toList();
        ObjectNode head = Forms.object().put("as_of", Forms.time(now)).put("count", budgets.size());
        return new Listings.Made(head, budgets);
    }
}
