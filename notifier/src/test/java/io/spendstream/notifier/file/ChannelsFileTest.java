package io.spendstream.notifier.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.AlertSeverity;
import io.spendstream.notifier.channel.AlertmanagerChannel;
import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.channel.LogChannel;
import io.spendstream.notifier.channel.PagerDutyChannel;
import io.spendstream.notifier.channel.Route;
import io.spendstream.notifier.channel.SlackChannel;
import io.spendstream.notifier.channel.WebhookChannel;
import io.spendstream.notifier.http.AddressGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsFileTest {
    private static final AddressGuard STRICT = new AddressGuard(List.of());

    @TempDir
    private Path folder;

    private List<Channel> read(String yaml) throws IOException {
        return ChannelsFile.read(Files.writeString(folder.resolve("channels.yaml"), yaml), STRICT);
    }

    private void assertProblems(String yaml, String... problems) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOfSatisfying(
                        ChannelsFileException.class,
                        e -> assertThat(e.problems().stream()
                                        .map(problem -> problem.toString().replace(folder + "/", "")))
                                .containsExactly(problems));
    }

    @Test
    void readsChannelsOfEveryType() throws IOException {
        Files.writeString(folder.resolve("slack.url"), "https://hooks.slack.com/services/T/B/x\n");
        Files.writeString(folder.resolve("old.secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        List<Channel> channels = read("""
                # who is told
                channels:
                  - {name: log, type: log}
                  - name: search-slack
                    type: slack
                    url_file: slack.url
                    teams: [search, ads]
                    severities: [warning, critical]
                  - name: billing
                    type: webhook
                    url: https://billing.example.com/hooks
                    secrets: [whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=]
                    secret_files: [old.secret]
                  - name: am
                    type: alertmanager
                    url: http://alertmanager.example.com:9093
                  - name: on-call
                    type: pagerduty
                    routing_key: 0123456789abcdef0123456789abcdef
                """);

        assertThat(channels)
                .hasExactlyElementsOfTypes(
                        LogChannel.class,
                        SlackChannel.class,
                        WebhookChannel.class,
                        AlertmanagerChannel.class,
                        PagerDutyChannel.class);
        assertThat(channels.get(0).route()).isEqualTo(Route.ALL);
        assertThat(channels.get(1).route())
                .isEqualTo(new Route(Set.of("search", "ads"), Set.of(AlertSeverity.WARNING, AlertSeverity.CRITICAL)));
        assertThat(channels.get(1).target()).isEqualTo("https://hooks.slack.com/…");
        assertThat(((WebhookChannel) channels.get(2)).secrets()).hasSize(2);
        assertThat(channels.get(4).route().severities())
                .as("nobody is woken for less unless it is said")
                .containsExactly(AlertSeverity.CRITICAL);
        assertThat(channels.get(4).target()).isEqualTo("https://events.pagerduty.com/…");
    }

    @Test
    void saysAllThatIsWrongWithFileLineAndField() {
        assertProblems(
                """
                channels:
                  - name: Slack
                    type: slack
                    url: hooks.slack.com
                    sevrities: [critical]
                  - name: twice
                    type: carrier-pigeon
                  - name: twice
                    type: webhook
                    url: https://example.com
                    severities: [urgent]
                  - type: pagerduty
                    routing_key: short
                """,
                "channels.yaml:2: channels[0].name: must be 1 to 40 small letters, digits and -",
                "channels.yaml:4: channels[0].url: must be an address such as https://host/path",
                "channels.yaml:5: channels[0].sevrities: is not a field here; known are name, type, teams, severities, url, url_file",
                "channels.yaml:7: channels[1].type: must be one of log, webhook, slack, alertmanager, pagerduty",
                "channels.yaml:8: channels[2].name: is the name of another channel too",
                "channels.yaml:8: channels[2]: needs the field secrets, or secret_files with the names of files that hold them",
                "channels.yaml:11: channels[2].severities: must be of info, warning, critical",
                "channels.yaml:12: channels[3]: needs the field name",
                "channels.yaml:13: channels[3].routing_key: must be the integration key of an Events API v2 integration: 32 letters and digits");
    }

    @Test
    void neverRepeatsASecret() {
        assertThatThrownBy(() -> read("""
                        channels:
                          - {name: a, type: webhook, url: "https://u:geheim@host/", secrets: [geheim]}
                          - {name: b, type: pagerduty, routing_key: geheim}
                          - {name: c, type: slack, url: "geheim"}
                        """))
                .isInstanceOf(ChannelsFileException.class)
                .message()
                .doesNotContain("geheim")
                .contains("channels[0].url", "channels[0].secrets", "channels[1].routing_key", "channels[2].url");
    }

    @Test
    void refusesPrivateAddressesWhereTheyStand() {
        assertProblems(
                """
                channels:
                  - name: metadata
                    type: slack
                    url: http://169.254.169.254/latest
                  - name: loopback
                    type: slack
                    url: http://[::1]:8080/
                """,
                "channels.yaml:4: channels[0].url: 169.254.169.254 is a private or special address; list it in allowed.addresses if it is meant",
                "channels.yaml:7: channels[1].url: [::1] is a private or special address; list it in allowed.addresses if it is meant");
    }

    @Test
    void refusesWhatTwoReadersCouldUnderstandDifferently() {
        assertProblems(
                """
                channels:
                  - &a
                    name: x
                    name: y
                    type: log
                """,
                "channels.yaml:2: anchors and aliases (& and *) are not supported; write the value out",
                "channels.yaml:4: name: stands twice");
        assertProblems("channels: []\nmore: 1\n", "channels.yaml:1: needs the field channels, a list of at least one");
        assertProblems("", "channels.yaml: needs the field channels, a list of at least one");
    }

    @Test
    void saysThatASecretsFileIsNotThereOrEmpty() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> read("""
                        channels:
                          - {name: a, type: slack, url_file: nowhere}
                          - {name: b, type: slack, url_file: empty}
                          - {name: c, type: slack, url_file: x, url: "https://example.com"}
                        """))
                .isInstanceOf(ChannelsFileException.class)
                .hasMessageContaining(
                        "channels[0].url_file: names the file", "nowhere, which cannot be read: no such file")
                .hasMessageContaining("channels[1].url_file: names the file")
                .hasMessageContaining("channels[2].url_file: stands beside url; keep one of them");
    }

    @Test
    void saysThatTheFileItselfCannotBeRead() {
        assertThatThrownBy(() -> ChannelsFile.read(folder.resolve("missing.yaml"), STRICT))
                .isInstanceOf(ChannelsFileException.class)
                .hasMessageContaining("missing.yaml: cannot be read: no such file");
    }
}
