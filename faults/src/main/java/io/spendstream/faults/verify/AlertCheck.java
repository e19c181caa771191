package io.spendstream.faults.verify;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What alerts there must be. None comes twice, and one of a threshold begins again only after it was resolved. In the end
 * each threshold that is reached fires, and no other does: of sessions always, of days on the day it is.
 */
public final class AlertCheck {
    private static final String FIRING = "firing";
    private static final String ACTUAL = "actual";

    private AlertCheck() {}

    /**
     * What an alert is about.
     *
     * @param budget the budget's id
     * @param values its values, as JSON
     * @param start when the period began; empty if it never did
     * @param kind the kind of alert
     * @param ratio the threshold
     */
    private record Subject(String budget, String values, String start, String kind, String ratio) {}

    /** What was last said of it. */
    private record Standing(String state, int sequence) {}

    /** Returns the check of {@code alerts}, in the order of the topic, at the time {@code now}. */
    public static Check of(Expected expected, Collection<ConsumerRecord<byte[], byte[]>> alerts, Instant now) {
        List<String> differences = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<Subject, Standing> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : alerts) {
            JsonNode alert = TopicViews.read(record.value());
            String id = alert.path("id").asText();
            JsonNode data = alert.path("data");
            var standing = new Standing(
                    data.path("state").asText(), data.path("sequence").asInt());
            if (!ids.add(id)) {
                differences.add("alert %s came twice".formatted(id));
            }
            Standing before = last.put(subject(data), standing);
            if (!follows(standing, before)) {
                differences.add("alert %s came after %s".formatted(id, before == null ? "none" : before));
            }
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        long compared = Comparison.compare("alert of ", reached(expected, today), firing(last, today), differences);
        return new Check("budget alerts", compared + ids.size(), differences);
    }

    private static Subject subject(JsonNode data) {
        JsonNode budget = data.path("budget");
        return new Subject(
                budget.path("id").asText(),
                budget.path("values").toString(),
                budget.path("period").path("start").asText(""),
                data.path("kind").asText(),
                data.path("threshold").path("ratio").asText());
    }

    private static boolean follows(Standing standing, @Nullable Standing before) {
        if (standing.state().equals(FIRING)) {
            int sequence = before == null ? 0 : before.sequence();
            boolean wasFiring = before != null && before.state().equals(FIRING);
            return !wasFiring && standing.sequence() == sequence + 1;
        }
        return before != null && before.state().equals(FIRING) && before.sequence() == standing.sequence();
    }

    private static Map<String, String> firing(Map<Subject, Standing> last, LocalDate today) {
        Map<String, String> firing = new TreeMap<>();
        last.forEach((subject, standing) -> {
            boolean isOurs =
                    BudgetCheck.isOurs(subject.budget()) && subject.kind().equals(ACTUAL);
            boolean isNow = subject.start().isEmpty() || subject.start().startsWith(today.toString());
            if (isOurs && isNow && standing.state().equals(FIRING)) {
                firing.put(name(subject.budget(), subject.values(), subject.ratio()), FIRING);
            }
        });
        return firing;
    }

    private static Map<String, String> reached(Expected expected, LocalDate today) {
        Map<String, String> reached = new TreeMap<>();
        for (BudgetCheck.Limit limit : BudgetCheck.LIMITS) {
            BudgetCheck.spent(expected, limit, today).forEach((values, units) -> {
                for (String ratio : limit.ratios()) {
                    if (isReached(units, limit, ratio)) {
                        reached.put(name(limit.budget(), values, ratio), FIRING);
                    }
                }
            });
        }
        return reached;
    }

    private static boolean isReached(BigInteger units, BudgetCheck.Limit limit, String ratio) {
        var amount = new BigDecimal(limit.usd()).multiply(new BigDecimal(ratio));
        return units.compareTo(Sum.units(amount)) >= 0;
    }

    private static String name(String budget, String values, String ratio) {
        return "%s %s at %s".formatted(budget, values, ratio);
    }
}
