package io.spendstream.producer.reading;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call apart from the response's body.
 *
 * @param requestModel the model that was asked for; it stands in where the response does not say which one answered
 * @param headers the response's headers, names in any case; Bedrock reports usage there
 */
public record ReadRequest(@Nullable String requestModel, Map<String, String> headers) {
    public ReadRequest {
        if (headers.isEmpty()) {
            headers = Map.of();
        } else {
            var byName = new TreeMap<String, String>();
            headers.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
            headers = Map.copyOf(byName);
        }
    }

    /** Returns a request for {@code requestModel} whose response headers are not known. */
    public static ReadRequest of(@Nullable String requestModel) {
        return new ReadRequest(requestModel, Map.of());
    }

    /** Returns the value of the response header {@code name}, given in lower case, or null. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }
}
