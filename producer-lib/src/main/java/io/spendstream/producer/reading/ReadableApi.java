package io.spendstream.producer.reading;

import java.util.List;

/**
 * One API of one provider whose responses can be read, and by which rules.
 *
 * @param provider the provider as events name it; {@code *} stands for any provider not listed otherwise
 * @param api the API as events name it
 * @param aliases further spellings of the API that are understood
 * @param format how the API frames its streams
 * @param reads what is read from a response
 * @param conventions what the provider's numbers mean
 * @param source the provider's page that says so
 */
public record ReadableApi(
        String provider,
        String api,
        List<String> aliases,
        StreamFormat format,
        String reads,
        String conventions,
        String source) {
    /** Stands for every provider that is not listed with an API of this name. */
    public static final String ANY_PROVIDER = "*";

    public ReadableApi {
        aliases = List.copyOf(aliases);
    }

    /** Returns these rules for {@code name}, a provider that is not listed itself. */
    ReadableApi forProvider(String name) {
        return new ReadableApi(name, api, aliases, format, reads, conventions, source);
    }
}
