package io.spendstream.producer;

import io.spendstream.contract.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model call before it is made. Making one never throws: what was not said is {@link #UNKNOWN},
 * or {@linkplain Attribution#isRepaired nobody's}, and seen as such in the ledger.
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
    /** Stands for a provider or an API that was not said. */
    public static final String UNKNOWN = "unknown";

    // agents need not be null-checked, and a call must not fail for what it is accounted by
    public TrackContext {
        attribution = attribution == null ? Attribution.builder(null).build() : attribution;
        provider = said(provider);
        api = said(api);
    }

    private static String said(@Nullable String name) {
        return name == null || name.isEmpty() ? UNKNOWN : name;
    }
}
