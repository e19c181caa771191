package io.spendstream.notifier.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.contract.Allowance;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * An incoming webhook of Slack ({@code docs.slack.dev}, "Sending messages using incoming webhooks" and "Block Kit"), or
 * of what understands the same: {@code text} for notifications and for those that know no blocks, a {@code section} and a
 * {@code context} block for the rest.
 */
public record SlackChannel(String name, Route route, Endpoint endpoint) implements PostingChannel {
    private static final int SECTION_LENGTH_MAX = 3000;
    private static final int CONTEXT_LENGTH_MAX = 2000;

    @Override
    public Post post(Notice notice, Instant now) {
        String state = notice.isResolved() ? "resolved" : notice.severity().wireName();
        String text = "*%s* %s".formatted(state.toUpperCase(Locale.ROOT), escaped(notice.message()));
        ObjectNode body = JsonBody.object();
        body.put("text", JsonBody.atMost(SECTION_LENGTH_MAX, text));
        ArrayNode blocks = body.putArray("blocks");
        ObjectNode section = blocks.addObject().put("type", "section");
        putText(section.putObject("text"), SECTION_LENGTH_MAX, text);
        ObjectNode context = blocks.addObject().put("type", "context");
        putText(context.putArray("elements").addObject(), CONTEXT_LENGTH_MAX, escaped(details(notice.alert())));
        return JsonBody.post(endpoint, body);
    }

    private static void putText(ObjectNode node, int lengthMax, String text) {
        node.put("type", "mrkdwn").put("text", JsonBody.atMost(lengthMax, text));
    }

    private static String details(BudgetAlert alert) {
        Allowance allowance = alert.allowance();
        var details = new StringJoiner(" · ");
        details.add("budget " + allowance.id());
        allowance.team().ifPresent(team -> details.add("team " + team));
        allowance.values().forEach((dimension, value) -> details.add(dimension.wireName() + " " + value));
        details.add(alert.kind().wireName() + " " + alert.threshold().toPlainString());
        details.add(alert.spend().shown() + " of " + allowance.limit().shown());
        if (!allowance.window().isAlways()) {
            details.add("%s from %s"
                    .formatted(
                            allowance.period().type().wireName(),
                            allowance.window().start()));
        }
        return details.toString();
    }

    /**
     * Returns {@code text} such that it is shown as it is: Slack reads {@code & < >} as markup, and some that understand
     * the same format let an at sign call people.
     */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "@\u200b");
    }
}
