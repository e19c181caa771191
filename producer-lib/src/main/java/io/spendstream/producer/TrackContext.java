package io.spendstream.producer;

import static java.util.Objects.requireNonNull;

import io.spendstream.contract.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model call before it is made.
 *
 * @param attribution who makes the call and what for
 * @param provider the platform that bills it, for example {@code openai}
 * @param api which of the provider's interfaces is used, for example {@code chat}; it says how to read the response
 * @param requestModel the model that is asked for; it stands in where the response does not say which one answered
 */
public record TrackContext(
        Attribution attribution,
        String provider,
        String api,
        @Nullable String requestModel) {
    public TrackContext {
        requireNonNull(attribution, "attribution");
        requireNonNull(provider, "provider");
        requireNonNull(api, "api");
    }
}
