package io.spendstream.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.notifier.Alerts;
import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {
    private static final String TEXT = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** The example that the libraries of Standard Webhooks test themselves with. */
    @Test
    void signsAsTheStandardsOwnExample() {
        String signature = SigningSecret.parse(TEXT)
                .sign(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1_614_265_330),
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_",
                "whsec_secret!",
                "whsec_c2VjcmV0",
                "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void refusesWhatIsNoneOrTooShortWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> SigningSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be whsec_ and the base64 of 24 to 64 random bytes")
                .message()
                .doesNotContain("secret!", "c2VjcmV0", "MfKQ9");
    }

    @Test
    void isNeverShown() {
        assertThat(SigningSecret.parse(TEXT)).hasToString("whsec_…");
    }

    @Test
    void whileSecretsAreExchangedThereIsASignatureOfEach() {
        SigningSecret old = SigningSecret.parse(TEXT);
        SigningSecret next = SigningSecret.parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        Instant now = Instant.ofEpochSecond(1_764_000_000);
        var channel = new WebhookChannel("hook", Route.ALL, Endpoint.parse("https://example.com"), List.of(next, old));

        Post post = channel.post(Notice.of(Alerts.of("search", "0.8")), now);

        String id = String.valueOf(post.headers().get("webhook-id"));
        assertThat(post.headers())
                .containsEntry("webhook-timestamp", "1764000000")
                .containsEntry(
                        "webhook-signature", next.sign(id, now, post.body()) + " " + old.sign(id, now, post.body()));
    }

    @Test
    void theIdentityCannotMoveTheLimitsOfWhatIsSigned() {
        assertThat(WebhookChannel.headerForm("team:a.b|2026|actual|0.8|1|firing é\n"))
                .isEqualTo("team:a%2Eb|2026|actual|0%2E8|1|firing%20%C3%A9%0A");
    }
}
