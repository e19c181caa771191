package io.spendstream.sink.report;

import static java.util.stream.Collectors.joining;

import io.spendstream.contract.BudgetDimension;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A question for what a budget spent per period, and per value if it is kept apart by some.
 *
 * <p>Where a period begins is computed by the caller, with Java's rules of the zone; the database only counts how many
 * beginnings a line has behind it.
 *
 * @param scope the values other lines than these are left out by
 * @param each the dimensions whose values are kept apart
 * @param starts where the periods begin, in order, and where the last one ends
 * @param limit how many answers to return at most, those of the last periods and the most expensive of the one that is cut
 */
public record AllowanceQuery(
        Map<BudgetDimension, String> scope, Set<BudgetDimension> each, List<Instant> starts, int limit) {
    private static final int STARTS_MAX = 10_000;

    /**
     * What was spent in one period.
     *
     * @param start where the period begins
     * @param values one value for each dimension that is kept apart
     * @param sums what was spent
     */
    public record Answer(Instant start, Map<BudgetDimension, String> values, SpendSums sums) {}

    /**
     * What was spent in all periods.
     *
     * @param shown the answers, the first period and in it the most expensive first
     * @param leftOut how many there are beyond the limit
     */
    public record Answers(List<Answer> shown, long leftOut) {
        public Answers {
            shown = List.copyOf(shown);
        }
    }

    public AllowanceQuery {
        scope = Collections.unmodifiableMap(copy(scope));
        each = each.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(each));
        starts = List.copyOf(starts);
        if (starts.size() < 2 || starts.size() > STARTS_MAX) {
            throw new IllegalArgumentException("starts must be 2 to %d: %d".formatted(STARTS_MAX, starts.size()));
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
    }

    private static Map<BudgetDimension, String> copy(Map<BudgetDimension, String> values) {
        var copy = new EnumMap<BudgetDimension, String>(BudgetDimension.class);
        copy.putAll(values);
        return copy;
    }

    Answers ask(Handle handle) {
        try (Query sql = handle.createQuery(text())) {
            sql.bind("since", starts.get(0)).bind("until", starts.get(starts.size() - 1));
            sql.bind("limit", limit);
            sql.bindArray("starts", Instant.class, starts.toArray());
            scope.forEach((dimension, value) -> sql.bind(dimension.name(), value));
            List<Found> found = sql.map((row, context) -> new Found(read(row), row.getLong("found")))
                    .list();
            return new Answers(
                    found.stream().map(Found::answer).toList(),
                    found.isEmpty() ? 0 : found.get(0).of() - found.size());
        }
    }

    /** An answer, and of how many it is one. */
    private record Found(Answer answer, long of) {}

    private Answer read(ResultSet row) throws SQLException {
        var values = new EnumMap<BudgetDimension, String>(BudgetDimension.class);
        for (BudgetDimension dimension : each) {
            values.put(dimension, Objects.requireNonNull(row.getString(dimension.wireName())));
        }
        return new Answer(starts.get(row.getInt("period") - 1), values, SpendSums.read(row));
    }

    private String text() {
        boolean isRollup = Stream.concat(scope.keySet().stream(), each.stream())
                .noneMatch(
                        dimension -> dimension == BudgetDimension.SESSION || dimension == BudgetDimension.ENVIRONMENT);
        String time = isRollup ? "bucket" : "\"timestamp\"";
        List<String> groups = new ArrayList<>(List.of("period"));
        each.forEach(dimension -> groups.add(dimension.wireName()));
        return """
                SELECT * FROM (
                    SELECT %1$s, %2$s, count(*) OVER () AS found
                    FROM (
                        SELECT width_bucket(%3$s, :starts) AS period, %4$s %5$s
                        FROM %6$s WHERE %3$s >= :since AND %3$s < :until %7$s) AS line
                    GROUP BY %1$s ORDER BY period DESC, cost_exact DESC, %1$s LIMIT :limit) AS newest
                ORDER BY period, cost_exact DESC, %1$s
                """.formatted(
                        String.join(", ", groups),
                        SpendSums.OF_ROLLUP,
                        time,
                        each.stream()
                                .map(dimension -> column(dimension) + " AS " + dimension.wireName() + ", ")
                                .collect(joining()),
                        isRollup ? SpendSums.COLUMNS : SpendSums.OF_ROW,
                        isRollup ? "token_usage_rollup" : "token_usage",
                        scope.keySet().stream()
                                .map(dimension -> "AND " + column(dimension) + " = :" + dimension.name())
                                .collect(joining(" ")));
    }

    private static String column(BudgetDimension dimension) {
        return switch (dimension) {
            case TEAM, TASK_TYPE, AGENT, PROJECT, PROVIDER, MODEL -> dimension.wireName();
            case SESSION -> "session_id";
            case ENVIRONMENT -> "coalesce(environment, 'unattributed')";
        };
    }
}
