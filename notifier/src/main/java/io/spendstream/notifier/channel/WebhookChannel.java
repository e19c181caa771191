package io.spendstream.notifier.channel;

import io.spendstream.notifier.http.Endpoint;
import io.spendstream.notifier.http.Post;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A signed webhook as Standard Webhooks 1.0.0 describes it ({@code github.com/standard-webhooks/standard-webhooks},
 * {@code spec/standard-webhooks.md}). The body is the alert as it stands in the topic, byte for byte, a CloudEvents 1.0
 * event. There is a signature for each secret, so that a secret can be exchanged without a gap.
 *
 * @param secrets what the requests are signed with, the newest first
 */
public record WebhookChannel(String name, Route route, Endpoint endpoint, List<SigningSecret> secrets)
        implements PostingChannel {
    /** How many secrets an exchange may take. */
    public static final int SECRETS_MAX = 5;

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:|=";

    public WebhookChannel {
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty() || secrets.size() > SECRETS_MAX) {
            throw new IllegalArgumentException(
                    "there must be 1 to %d secrets: %d".formatted(SECRETS_MAX, secrets.size()));
        }
    }

    @Override
    public Post post(Notice notice, Instant now) {
        String id = headerForm(notice.id());
        byte[] body = notice.json();
        return new Post(
                endpoint,
                Map.of(
                        "Content-Type",
                        "application/cloudevents+json; charset=utf-8",
                        "webhook-id",
                        id,
                        "webhook-timestamp",
                        String.valueOf(now.getEpochSecond()),
                        "webhook-signature",
                        secrets.stream()
                                .map(secret -> secret.sign(id, now, body))
                                .collect(Collectors.joining(" "))),
                body);
    }

    /**
     * Returns {@code id} as it stands in a header: percent-encoded, the full stop too, since the signed text is
     * delimited by full stops and an identity must not be able to move the limits.
     */
    static String headerForm(String id) {
        var text = new StringBuilder(id.length() + 16);
        for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = PLAIN.indexOf(octet) >= 0;
            if (isPlain) {
                text.append((char) octet);
            } else {
                text.append("%%%02X".formatted(octet & 0xff));
            }
        }
        return text.toString();
    }
}
