package io.spendstream.console.budget;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.http.Parameters;
import io.spendstream.console.report.Cursor;
import io.spendstream.console.report.Filters;
import io.spendstream.console.report.Forms;
import io.spendstream.contract.BudgetAlert;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code GET /api/v1/alerts}: budget alerts, newest first. */
public final class AlertsView {
    private static final int PAGE = 50;
    private static final int PAGE_MAX = 500;

    private final BudgetBoard board;
    private final InstantSource clock;

    /** Creates a view of {@code board}. */
    public AlertsView(BudgetBoard board, InstantSource clock) {
        this.board = board;
        this.clock = clock;
    }

    /** Returns the answer to {@code parameters}. */
    public ObjectNode answer(Parameters parameters) {
        Predicate<BudgetAlert> wanted = wanted(parameters);
        int limit = parameters.number("limit", 1, PAGE_MAX, PAGE);
        Predicate<BudgetAlert> older =
                Cursor.place(parameters, 2, AlertsView::olderThan).orElse(alert -> true);
        List<BudgetAlert> alerts = board.alerts().stream()
                .filter(older.and(wanted))
                .limit(limit + 1L)
                .toList();
        boolean isMore = alerts.size() > limit;
        ObjectNode node = Forms.object().put("as_of", Forms.time(clock.instant()));
        ArrayNode array = node.putArray("alerts");
        alerts.stream().limit(limit).forEach(alert -> array.add(BudgetForms.alert(alert)));
        if (isMore) {
            BudgetAlert last = alerts.get(limit - 1);
            node.put("next_cursor", Cursor.after(parameters, last.time(), last.id()));
        } else {
            node.putNull("next_cursor");
        }
        return node;
    }

    private static Predicate<BudgetAlert> wanted(Parameters parameters) {
        Filters filters = Filters.of(parameters);
        Optional<String> budget = parameters.text("budget");
        Optional<String> severity = parameters.choice("severity", "info", "warning", "critical");
        Optional<String> state = parameters.choice("state", "firing", "resolved");
        return alert ->
                filters.areNamedBy(alert.allowance().scope(), alert.allowance().values())
                        && budget.map(alert.allowance().id()::equals).orElse(true)
                        && severity.map(alert.severity().wireName()::equals).orElse(true)
                        && state.map(alert.state().wireName()::equals).orElse(true);
    }

    private static Predicate<BudgetAlert> olderThan(List<String> place) {
        Instant time = Instant.parse(place.get(0));
        String id = place.get(1);
        return alert -> alert.time().isBefore(time)
                || (alert.time().equals(time) && alert.id().compareTo(id) < 0);
    }
}
