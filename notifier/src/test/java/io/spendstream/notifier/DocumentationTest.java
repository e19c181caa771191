package io.spendstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.notifier.channel.Channel;
import io.spendstream.notifier.file.ChannelsFile;
import io.spendstream.notifier.http.AddressGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation of the notifier shows is what it does. */
class DocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "notifier.md");

    @TempDir
    private Path folder;

    @Test
    void itsChannelsAreChannels() throws IOException {
        Files.writeString(folder.resolve("search-slack.url"), "https://hooks.slack.com/services/T/B/x\n");
        Files.writeString(folder.resolve("billing-new.secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        Files.writeString(folder.resolve("billing-old.secret"), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        Files.writeString(folder.resolve("on-call.key"), "0123456789abcdef0123456789abcdef\n");
        String page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        Path file =
                Files.writeString(folder.resolve("channels.yaml"), page.substring(start, page.indexOf("```", start)));

        List<Channel> channels = ChannelsFile.read(file, new AddressGuard(List.of()));

        assertThat(channels)
                .extracting(Channel::name)
                .containsExactly("log", "search-slack", "billing", "alertmanager", "on-call");
    }

    @Test
    void theTestsItNamesAreThere() throws IOException {
        String tests =
                Files.readString(Path.of("src", "test", "java", "io", "spendstream", "notifier", "NotifierIT.java"));

        assertThat(Files.readString(PAGE)
                        .lines()
                        .flatMap(line -> Pattern.compile("`(?:NotifierIT)?\\.(\\w+)`")
                                .matcher(line)
                                .results()
                                .map(match -> match.group(1))))
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(tests).contains("void " + name + "("));
    }

    @Test
    void itNamesEverySettingThatMattersForDelivery() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        NotifierConfig.ALLOWED_ADDRESSES,
                        NotifierConfig.ALERT_AGE_MAX_MS,
                        NotifierConfig.REQUEST_TIMEOUT_MS,
                        NotifierConfig.GROUP_ID);
    }
}
