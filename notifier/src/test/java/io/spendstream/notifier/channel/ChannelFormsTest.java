package io.spendstream.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.spendstream.contract.BudgetAlert;
import io.spendstream.notifier.Alerts;
import io.spendstream.notifier.Golden;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What each kind of receiver gets, letter by letter. */
class ChannelFormsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:43:29.123456Z");
    private static final Endpoint URL = Endpoint.parse("https://example.com/hook");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final SigningSecret SECRET = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final SigningSecret NEXT = SigningSecret.parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    private static final PostingChannel SLACK = new SlackChannel("slack", Route.ALL, URL);
    private static final PostingChannel ALERTMANAGER = new AlertmanagerChannel("am", Route.ALL, URL);
    private static final PostingChannel PAGER_DUTY =
            new PagerDutyChannel("pd", Route.ALL, URL, "0123456789abcdef0123456789ABCDEF");
    private static final PostingChannel WEBHOOK = new WebhookChannel("hook", Route.ALL, URL, List.of(NEXT, SECRET));

    private static void assertForm(String name, PostingChannel channel, BudgetAlert... alerts) throws IOException {
        var text = new StringBuilder();
        for (BudgetAlert alert : alerts) {
            Post post = channel.post(Notice.of(alert), NOW);
            text.append("POST ").append(post.endpoint().url()).append('\n');
            new TreeMap<>(post.headers())
                    .forEach((header, value) ->
                            text.append(header).append(": ").append(value).append('\n'));
            text.append(JSON.writeValueAsString(JSON.readTree(post.body()))).append("\n\n");
        }
        Golden.assertMatches(name, text.toString());
    }

    private static JsonNode bodyOf(PostingChannel channel, BudgetAlert alert, Instant now) throws IOException {
        return JSON.readTree(channel.post(Notice.of(alert), now).body());
    }

    @Test
    void slack() throws IOException {
        assertForm(
                "slack.txt",
                SLACK,
                Alerts.of("search", "0.8"),
                Alerts.resolved("search", "0.8"),
                Alerts.ofSession("s-1 <!channel> @everyone"));
    }

    @Test
    void alertmanager() throws IOException {
        assertForm(
                "alertmanager.txt",
                ALERTMANAGER,
                Alerts.of("search", "0.8"),
                Alerts.resolved("search", "0.8"),
                Alerts.ofSession("s-1"));
    }

    @Test
    void pagerDuty() throws IOException {
        assertForm(
                "pagerduty.txt",
                PAGER_DUTY,
                Alerts.of("search", "1"),
                Alerts.resolved("search", "1"),
                Alerts.ofSession("s-1"));
    }

    @Test
    void webhook() throws IOException {
        assertForm("webhook.txt", WEBHOOK, Alerts.of("search", "0.8"), Alerts.resolved("search", "0.8"));
    }

    @Test
    void theBodyOfAWebhookIsTheRecordOfTheTopicByteForByte() {
        byte[] record = "{ \"as\" : \"it stands\" }".getBytes(StandardCharsets.UTF_8);

        Post post = WEBHOOK.post(new Notice(Alerts.of("search", "0.8"), record), NOW);

        assertThat(post.body()).isSameAs(record);
    }

    @Test
    void alertmanagerKnowsAnAlertThatEndsByTheLabelsItBeganWith() throws IOException {
        JsonNode firing = bodyOf(ALERTMANAGER, Alerts.of("search", "0.8"), NOW).get(0);
        JsonNode resolved =
                bodyOf(ALERTMANAGER, Alerts.resolved("search", "0.8"), NOW).get(0);

        assertThat(resolved.path("labels")).isEqualTo(firing.path("labels"));
        assertThat(firing.path("endsAt").asText()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(resolved.path("endsAt").asText()).isEqualTo("2026-11-21T20:43:29.123Z");
    }

    @Test
    void anAlertOfAPeriodThatIsOverIsStillSeen() throws IOException {
        Instant late = Instant.parse("2026-12-01T00:20:00Z");

        JsonNode alert = bodyOf(ALERTMANAGER, Alerts.of("search", "0.8"), late).get(0);

        assertThat(Instant.parse(alert.path("endsAt").asText())).isEqualTo(late.plus(Duration.ofHours(1)));
    }

    @Test
    void pagerDutyClosesTheIncidentThatWasOpened() throws IOException {
        JsonNode trigger = bodyOf(PAGER_DUTY, Alerts.of("search", "1"), NOW);
        JsonNode resolve = bodyOf(PAGER_DUTY, Alerts.resolved("search", "1"), NOW);

        assertThat(resolve.path("dedup_key")).isEqualTo(trigger.path("dedup_key"));
        assertThat(trigger.path("dedup_key").asText()).hasSizeLessThanOrEqualTo(255);
        assertThat(trigger.path("event_action").asText()).isEqualTo("trigger");
        assertThat(resolve.path("event_action").asText()).isEqualTo("resolve");
    }

    @Test
    void noSecretIsInWhatIsPrinted() {
        assertThat(WEBHOOK.toString() + PAGER_DUTY + SLACK + ALERTMANAGER)
                .doesNotContain("MfKQ9", "0123456789abcdef", "/hook");
        assertThat(SLACK.target()).isEqualTo("https://example.com/…");
    }
}
