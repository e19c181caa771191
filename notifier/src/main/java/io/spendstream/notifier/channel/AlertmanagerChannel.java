package io.spendstream.notifier.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetUnit;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An Alertmanager, by version 2 of its interface ({@code github.com/prometheus/alertmanager}, {@code
 * api/v2/openapi.yaml}, {@code postAlerts}). The labels are the same when an alert begins and when it ends: by them the
 * Alertmanager knows it.
 *
 * <p>An alert is posted once, so it says itself when it ends: with its period, or a day after it began where the period
 * has no end. One that is resolved ends now.
 */
public record AlertmanagerChannel(String name, Route route, Endpoint endpoint) implements PostingChannel {
    private static final String PATH = "/api/v2/alerts";
    private static final Duration WITHOUT_PERIOD = Duration.ofDays(1);
    /** An alert that comes when its period is over, or nearly, must still be seen. */
    private static final Duration SEEN_AT_LEAST = Duration.ofHours(1);

    @Override
    public Post post(Notice notice, Instant now) {
        ArrayNode alerts = JsonBody.array();
        ObjectNode node = alerts.addObject();
        putLabels(node.putObject("labels"), notice.alert());
        ObjectNode annotations = node.putObject("annotations");
        annotations.put("summary", notice.message());
        annotations.put("description", details(notice.alert()));
        annotations.put("alert_id", notice.id());
        if (notice.isResolved()) {
            node.put("endsAt", time(now));
        } else {
            node.put("startsAt", time(notice.alert().time()));
            node.put("endsAt", time(endOf(notice.alert(), now)));
        }
        return JsonBody.post(endpoint.resolve(PATH), alerts);
    }

    private static void putLabels(ObjectNode labels, BudgetAlert alert) {
        Allowance allowance = alert.allowance();
        allowance.values().forEach((dimension, value) -> labels.put(dimension.wireName(), value));
        labels.put("alertname", "SpendstreamBudget");
        labels.put("budget", allowance.id());
        labels.put("kind", alert.kind().wireName());
        labels.put("threshold", alert.threshold().toPlainString());
        labels.put("severity", alert.severity().wireName());
        labels.put("period", allowance.period().type().wireName());
        if (!allowance.window().isAlways()) {
            labels.put("period_start", time(allowance.window().start()));
        }
        allowance.team().ifPresent(team -> labels.put("team", team));
    }

    private static String details(BudgetAlert alert) {
        BudgetAmount limit = alert.allowance().limit();
        BigDecimal percent = alert.spend().ratioOf(limit).movePointRight(2).setScale(1, RoundingMode.DOWN);
        return "%s of %s%s spent, %s%% of the limit"
                .formatted(
                        alert.spend().shown(),
                        limit.shown(),
                        limit.unit() == BudgetUnit.TOKENS ? " tokens" : "",
                        percent.toPlainString());
    }

    private static Instant endOf(BudgetAlert alert, Instant now) {
        Allowance allowance = alert.allowance();
        Instant end = allowance.window().isAlways()
                ? alert.time().plus(WITHOUT_PERIOD)
                : allowance.window().end();
        Instant seen = now.plus(SEEN_AT_LEAST);
        return end.isAfter(seen) ? end : seen;
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
