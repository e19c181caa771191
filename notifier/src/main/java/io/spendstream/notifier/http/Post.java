package io.spendstream.notifier.http;

import java.util.Map;

/**
 * A request that is to be posted.
 *
 * @param endpoint where to
 * @param headers its headers, among them {@code Content-Type}
 * @param body what is posted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Post(Endpoint endpoint, Map<String, String> headers, byte[] body) {
    public Post {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "%d bytes to %s".formatted(body.length, endpoint);
    }
}
