package io.spendstream.contract;

import org.jspecify.annotations.Nullable;

/**
 * Which model was called and how, spelled as the provider spells it.
 *
 * @param provider the platform that bills the call, for example {@code openai} or {@code bedrock}
 * @param model the model that answered
 * @param requestModel the model that was asked for, if it was spelled differently
 * @param api which of the provider's interfaces was used, for example {@code chat}
 * @param serviceTier the tier served, as the response says it; null means standard
 */
public record ModelCall(
        String provider,
        String model,
        @Nullable String requestModel,
        @Nullable String api,
        @Nullable String serviceTier) {
    public ModelCall {
        EventText.require("provider", provider);
        EventText.require("model", model);
        EventText.check("request_model", requestModel);
        EventText.check("api", api);
        EventText.check("service_tier", serviceTier);
    }

    /** Returns a call of {@code model} at {@code provider} of which nothing more is known. */
    public static ModelCall of(String provider, String model) {
        return new ModelCall(provider, model, null, null, null);
    }
}
