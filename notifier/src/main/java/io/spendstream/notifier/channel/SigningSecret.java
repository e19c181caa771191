package io.spendstream.notifier.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of the symmetric scheme of Standard Webhooks 1.0.0 ({@code spec/standard-webhooks.md}, "Signature scheme"): 24
 * to 64 random bytes, written as {@code whsec_} and their base64. Never shown.
 */
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES_MIN = 24;
    private static final int BYTES_MAX = 64;

    private final byte[] key;

    private SigningSecret(byte[] key) {
        this.key = key;
    }

    /**
     * Returns the secret that {@code text} is.
     *
     * @throws IllegalArgumentException saying what is wrong, without repeating the text
     */
    public static SigningSecret parse(String text) {
        byte[] key;
        try {
            key = text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : new byte[0];
        } catch (IllegalArgumentException e) {
            key = new byte[0];
        }
        if (key.length < BYTES_MIN || key.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "must be whsec_ and the base64 of %d to %d random bytes, such as: echo whsec_$(openssl rand -base64 32)"
                            .formatted(BYTES_MIN, BYTES_MAX));
        }
        return new SigningSecret(key);
    }

    /** Returns the signature, {@code v1,} and the base64 of the HMAC-SHA256 of {@code id.timestamp.body}. */
    String sign(String id, Instant time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update("%s.%d.".formatted(id, time.getEpochSecond()).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "whsec_…";
    }
}
