package io.spendstream.producer.reading;

import java.util.List;

/** One row of {@link ReadableApis}, filled in from left to right. Not thread-safe. */
final class ApiRow {
    private final String provider;
    private final String api;
    private List<String> aliases = List.of();
    private StreamFormat format = StreamFormat.SSE;
    private String reads = "";
    private String means = "";

    private ApiRow(String provider, String api) {
        this.provider = provider;
        this.api = api;
    }

    static ApiRow of(String provider, String api) {
        return new ApiRow(provider, api);
    }

    /** Adds further spellings of the API. */
    ApiRow or(String... spellings) {
        aliases = List.of(spellings);
        return this;
    }

    /** Says how streams are framed, where it is not as server-sent events. */
    ApiRow streams(StreamFormat streamFormat) {
        format = streamFormat;
        return this;
    }

    /** Says what is read. */
    ApiRow reads(String what) {
        reads = what;
        return this;
    }

    /** Says what the numbers mean. */
    ApiRow means(String conventions) {
        means = conventions;
        return this;
    }

    /** Says by which rules, and which page of the provider they are from. */
    ShapeReader by(Shape shape, String source) {
        return new ShapeReader(new ReadableApi(provider, api, aliases, format, reads, means, source), shape);
    }
}
