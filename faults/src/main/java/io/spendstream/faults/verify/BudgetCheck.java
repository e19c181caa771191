package io.spendstream.faults.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What budgets must show. One gives each session a limit for as long as it lives, so its alerts do not depend on the
 * hour; one gives each team a limit a day; and the limit of one changes in the middle of the run.
 */
public final class BudgetCheck {
    private static final String OF_SESSIONS = "faults-sessions";
    private static final String OF_TEAMS = "faults-teams";
    private static final List<String> SHARES = List.of("0.5", "0.8", "1");
    private static final BigDecimal SESSION_LIMIT = new BigDecimal("0.05");

    private BudgetCheck() {}

    /** Returns the file of budgets, in which the one whose limit changes has {@code limit}. */
    public static String definitions(String limit) {
        return """
                budgets:
                  - id: %s
                    each: session
                    period: session
                    limit_usd: %s
                    thresholds: [0.5, 0.8, 1]
                  - id: %s
                    each: team
                    period: day
                    limit_usd: 2
                    thresholds: [0.5, 1]
                  - id: faults-changed
                    period: day
                    limit_usd: %s
                    thresholds: [0.5, 1]
                """.formatted(OF_SESSIONS, SESSION_LIMIT.toPlainString(), OF_TEAMS, limit);
    }

    /** Returns the check of what the states say was spent. */
    public static Check states(Expected expected, Collection<ConsumerRecord<byte[], byte[]>> table) {
        List<String> differences = new ArrayList<>();
        Set<String> sessions = new HashSet<>();
        long compared = 0;
        for (ConsumerRecord<byte[], byte[]> record : table) {
            JsonNode state = TopicViews.read(record.value());
            JsonNode budget = state.path("budget");
            JsonNode values = TopicViews.read(record.key()).path("values");
            String id = budget.path("id").asText();
            if (!id.startsWith("faults-") || (values.isEmpty() && !id.equals("faults-changed"))) {
                continue;
            }
            BigInteger should = spent(expected, id, values, budget.path("period"));
            BigInteger is = Sum.units(new BigDecimal(state.path("spent_cents").asText("-1")).movePointLeft(2));
            if (!should.equals(is)) {
                differences.add("%s %s is %s units and should be %s".formatted(id, values, is, should));
            }
            if (id.equals(OF_SESSIONS)) {
                sessions.add(values.path("session").asText());
            }
            compared++;
        }
        var missing = new TreeSet<>(bySession(expected).keySet());
        missing.removeAll(sessions);
        missing.forEach(session -> differences.add("%s of %s is missing".formatted(OF_SESSIONS, session)));
        return new Check("budget states", compared, differences);
    }

    private static BigInteger spent(Expected expected, String id, JsonNode values, JsonNode period) {
        @Nullable Instant start = instant(period.path("start"));
        @Nullable Instant end = instant(period.path("end"));
        Map<String, BigInteger> sums = sums(expected, counted -> {
            Instant time = counted.call().timestamp();
            boolean isInside = (start == null || !time.isBefore(start)) && (end == null || time.isBefore(end));
            if (!isInside) {
                return null;
            }
            return switch (id) {
                case OF_SESSIONS -> counted.call().who().session();
                case OF_TEAMS -> counted.call().who().team();
                default -> "";
            };
        });
        String value = values.path(id.equals(OF_SESSIONS) ? "session" : "team").asText("");
        return sums.getOrDefault(value, BigInteger.ZERO);
    }

    private static @Nullable Instant instant(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.asText()) : null;
    }

    private static Map<String, BigInteger> bySession(Expected expected) {
        return sums(expected, counted -> counted.call().who().session());
    }

    private static Map<String, BigInteger> sums(
            Expected expected, Function<Expected.Counted, @Nullable String> valueOf) {
        Map<String, BigInteger> sums = new HashMap<>();
        expected.calls().forEach((id, counted) -> {
            String value = valueOf.apply(counted);
            if (value != null) {
                Sum sum = expected.events().getOrDefault(id, Sum.ZERO);
                sums.merge(value, sum.units(), BigInteger::add);
            }
        });
        return sums;
    }

    /** Returns the check that each session that crossed a threshold has one alert for it, and no alert comes twice. */
    public static Check alerts(Expected expected, Collection<ConsumerRecord<byte[], byte[]>> alerts) {
        List<String> differences = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, String> found = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : alerts) {
            JsonNode alert = TopicViews.read(record.value());
            String id = alert.path("id").asText();
            if (!ids.add(id)) {
                differences.add("alert %s came twice".formatted(id));
            }
            JsonNode data = alert.path("data");
            if (data.path("budget").path("id").asText().equals(OF_SESSIONS)) {
                String session =
                        data.path("budget").path("values").path("session").asText();
                found.put(
                        session + " at " + data.path("threshold").path("ratio").asText(),
                        data.path("state").asText());
            }
        }
        Map<String, String> should = new TreeMap<>();
        bySession(expected).forEach((session, units) -> {
            for (String share : SHARES) {
                if (units.compareTo(Sum.units(SESSION_LIMIT.multiply(new BigDecimal(share)))) >= 0) {
                    should.put(session + " at " + share, "firing");
                }
            }
        });
        long compared = Comparison.compare("alert of ", should, found, differences);
        return new Check("budget alerts", compared + ids.size(), differences);
    }
}
