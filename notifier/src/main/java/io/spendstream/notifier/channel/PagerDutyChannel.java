package io.spendstream.notifier.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A service of PagerDuty, by the Events API v2 ({@code developer.pagerduty.com}, "Send an event"; schema in {@code
 * github.com/PagerDuty/api-schema}, {@code reference/events-v2}). An alert triggers an incident, and the one that
 * resolves it, which has the same {@code dedup_key}, closes it.
 *
 * @param routingKey the integration key of the service, a secret
 */
public record PagerDutyChannel(String name, Route route, Endpoint endpoint, String routingKey)
        implements PostingChannel {
    /** Where PagerDuty takes events, outside of its European region. */
    public static final Endpoint PUBLIC = Endpoint.parse("https://events.pagerduty.com/v2/enqueue");

    private static final Pattern ROUTING_KEY = Pattern.compile("[A-Za-z0-9]{32}");
    private static final int SUMMARY_LENGTH_MAX = 1024;

    public PagerDutyChannel {
        requireRoutingKey(routingKey);
    }

    /**
     * Returns {@code text} if it can be an integration key.
     *
     * @throws IllegalArgumentException if not, without repeating it
     */
    public static String requireRoutingKey(String text) {
        if (!ROUTING_KEY.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be the integration key of an Events API v2 integration: 32 letters and digits");
        }
        return text;
    }

    @Override
    public Post post(Notice notice, Instant now) {
        ObjectNode body = JsonBody.object();
        body.put("routing_key", routingKey);
        body.put("event_action", notice.isResolved() ? "resolve" : "trigger");
        body.put("dedup_key", notice.incidentId());
        body.put("client", "Spendstream");
        ObjectNode payload = body.putObject("payload");
        BudgetAlert alert = notice.alert();
        Allowance allowance = alert.allowance();
        payload.put("summary", JsonBody.atMost(SUMMARY_LENGTH_MAX, notice.message()));
        payload.put("source", "spendstream");
        // of PagerDuty's four names, ours are three
        payload.put("severity", notice.severity().wireName());
        payload.put("timestamp", alert.time().toString());
        payload.put("component", allowance.id());
        allowance.team().ifPresent(team -> payload.put("group", team));
        payload.put("class", alert.kind().wireName());
        putDetails(payload.putObject("custom_details"), notice);
        return JsonBody.post(endpoint, body);
    }

    private static void putDetails(ObjectNode details, Notice notice) {
        BudgetAlert alert = notice.alert();
        Allowance allowance = alert.allowance();
        details.put("alert_id", notice.id());
        details.put("budget", allowance.name());
        allowance.values().forEach((dimension, value) -> details.put(dimension.wireName(), value));
        details.put("limit", allowance.limit().shown());
        details.put("spent", alert.spend().shown());
        details.put("unit", allowance.limit().unit().wireName());
        details.put("threshold", alert.threshold().toPlainString());
        details.put("period", allowance.period().type().wireName());
        if (!allowance.window().isAlways()) {
            details.put("period_start", allowance.window().start().toString());
            details.put("period_end", allowance.window().end().toString());
        }
    }

    @Override
    public String toString() {
        return "PagerDutyChannel[name=%s, endpoint=%s]".formatted(name, endpoint);
    }
}
