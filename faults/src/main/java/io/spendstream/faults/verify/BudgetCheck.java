package io.spendstream.faults.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spendstream.faults.workload.PlannedCall;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What budgets must show. One gives each session a limit for as long as it lives, so its alerts do not depend on the
 * hour; one gives each team a limit a day; and the limit of a third is raised while the run is under way.
 */
public final class BudgetCheck {
    private static final String OURS = "faults-";
    private static final String OF_SESSIONS = OURS + "sessions";
    private static final String OF_TEAMS = OURS + "teams";
    private static final String CHANGED = OURS + "changed";
    private static final String FIRST_LIMIT = "3";
    private static final String LAST_LIMIT = "6";

    /** The budgets as they are at the end of a run. */
    static final List<Limit> LIMITS = List.of(
            new Limit(OF_SESSIONS, "session", false, "0.05", List.of("0.5", "0.8", "1")),
            new Limit(OF_TEAMS, "team", true, "2", List.of("0.5", "1")),
            new Limit(CHANGED, null, true, LAST_LIMIT, List.of("0.5", "1")));

    private BudgetCheck() {}

    /**
     * A budget.
     *
     * @param budget its id
     * @param each the dimension of whose values each has its own; null if there is one for all
     * @param isDaily whether it is for a UTC day, or else for ever
     * @param usd the limit
     * @param ratios the thresholds
     */
    record Limit(String budget, @Nullable String each, boolean isDaily, String usd, List<String> ratios) {
        private String valueOf(PlannedCall call) {
            if (each == null) {
                return "";
            }
            return budget.equals(OF_SESSIONS)
                    ? call.who().session()
                    : call.who().team();
        }

        private String json(String value) {
            var values = JsonNodeFactory.instance.objectNode();
            return (each == null ? values : values.put(each, value)).toString();
        }

        private String yaml(String limit) {
            return """
                      - id: %s
                    %s    period: %s
                        limit_usd: %s
                        thresholds: %s
                    """.formatted(
                    budget, each == null ? "" : "    each: " + each + "\n", isDaily ? "day" : "session", limit, ratios);
        }
    }

    static boolean isOurs(String budget) {
        return budget.startsWith(OURS);
    }

    /** Returns the file of budgets that a run begins with. */
    public static String firstDefinitions() {
        return definitions(FIRST_LIMIT);
    }

    /** Returns the file of budgets that are put in force while it runs. */
    public static String lastDefinitions() {
        return definitions(LAST_LIMIT);
    }

    private static String definitions(String changed) {
        var yaml = new StringBuilder("budgets:\n");
        LIMITS.forEach(limit -> yaml.append(limit.yaml(limit.budget().equals(CHANGED) ? changed : limit.usd())));
        return yaml.toString();
    }

    /** Returns the check of what the states say was spent, and of how much. */
    public static Check states(Expected expected, Collection<ConsumerRecord<byte[], byte[]>> table) {
        List<String> differences = new ArrayList<>();
        Set<String> sessions = new HashSet<>();
        long compared = 0;
        for (ConsumerRecord<byte[], byte[]> record : table) {
            JsonNode state = TopicViews.read(record.value());
            JsonNode budget = state.path("budget");
            JsonNode values = TopicViews.read(record.key()).path("values");
            Limit limit = limit(budget.path("id").asText());
            if (limit == null || (values.isEmpty() && limit.each() != null)) {
                continue;
            }
            compare(expected, limit, values, state, differences);
            if (limit.budget().equals(OF_SESSIONS)) {
                sessions.add(values.path("session").asText());
            }
            compared++;
        }
        var missing = new TreeSet<String>();
        expected.calls()
                .values()
                .forEach(counted -> missing.add(counted.call().who().session()));
        missing.removeAll(sessions);
        missing.forEach(session -> differences.add("%s of %s is missing".formatted(OF_SESSIONS, session)));
        return new Check("budget states", compared, differences);
    }

    private static @Nullable Limit limit(String budget) {
        return LIMITS.stream()
                .filter(limit -> limit.budget().equals(budget))
                .findFirst()
                .orElse(null);
    }

    private static void compare(
            Expected expected, Limit limit, JsonNode values, JsonNode state, List<String> differences) {
        JsonNode budget = state.path("budget");
        @Nullable Instant start = instant(budget.path("period").path("start"));
        @Nullable Instant end = instant(budget.path("period").path("end"));
        Map<String, BigInteger> sums = sums(
                expected,
                time -> (start == null || !time.isBefore(start)) && (end == null || time.isBefore(end)),
                limit::valueOf);
        String value = limit.each() == null ? "" : values.path(limit.each()).asText();
        BigInteger should = sums.getOrDefault(value, BigInteger.ZERO);
        compare(limit.budget() + " " + values, should, units(state, "spent_cents"), differences);
        compare(
                "the limit of " + limit.budget() + " " + values,
                Sum.units(new BigDecimal(limit.usd())),
                units(budget, "limit_cents"),
                differences);
    }

    private static void compare(String what, BigInteger should, BigInteger is, List<String> differences) {
        if (!should.equals(is)) {
            differences.add("%s is %s units and should be %s".formatted(what, is, should));
        }
    }

    private static BigInteger units(JsonNode json, String cents) {
        return Sum.units(new BigDecimal(json.path(cents).asText("-1")).movePointLeft(2));
    }

    private static @Nullable Instant instant(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.asText()) : null;
    }

    /** Returns what was spent of {@code limit}, if it is a daily one on {@code day}, by values as they are in JSON. */
    static Map<String, BigInteger> spent(Expected expected, Limit limit, LocalDate day) {
        Predicate<Instant> isInside = time ->
                !limit.isDaily() || LocalDate.ofInstant(time, ZoneOffset.UTC).equals(day);
        Map<String, BigInteger> byValues = new HashMap<>();
        sums(expected, isInside, limit::valueOf).forEach((value, units) -> byValues.put(limit.json(value), units));
        return byValues;
    }

    private static Map<String, BigInteger> sums(
            Expected expected, Predicate<Instant> isInside, Function<PlannedCall, String> valueOf) {
        Map<String, BigInteger> sums = new HashMap<>();
        expected.calls().forEach((id, counted) -> {
            if (isInside.test(counted.call().timestamp())) {
                Sum sum = expected.events().getOrDefault(id, Sum.ZERO);
                sums.merge(valueOf.apply(counted.call()), sum.units(), BigInteger::add);
            }
        });
        return sums;
    }
}
