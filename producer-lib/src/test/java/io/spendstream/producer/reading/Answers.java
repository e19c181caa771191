package io.spendstream.producer.reading;

import io.spendstream.contract.UsageClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers of providers, read as a caller reads them. */
final class Answers {
    private Answers() {}

    static UsageReader reader(String provider, String api) {
        return UsageReaders.of(provider, api).orElseThrow();
    }

    static ReadUsage body(String provider, String api, String json) {
        return body(provider, api, ReadRequest.of(null), json);
    }

    static ReadUsage body(String provider, String api, @Nullable String requestModel, String json) {
        return body(provider, api, new ReadRequest(requestModel, Map.of()), json);
    }

    static ReadUsage body(String provider, String api, ReadRequest request, String json) {
        return reader(provider, api).read(bytes(json), request);
    }

    /** Reads a stream of which each of {@code events} is the JSON of one. */
    static ReadUsage events(String provider, String api, String... events) {
        return events(provider, api, ReadRequest.of(null), events);
    }

    static ReadUsage events(String provider, String api, ReadRequest request, String... events) {
        StreamedUsage stream = reader(provider, api).stream(request);
        for (String event : events) {
            stream.feedEvent(bytes(event));
        }
        return stream.result();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the counts of the main line by wire name, as a test writes them down. */
    static Map<String, Long> counts(ReadUsage usage) {
        return counts(usage.main());
    }

    static Map<String, Long> counts(UsageLine line) {
        var counts = new TreeMap<String, Long>();
        for (UsageClass usageClass : UsageClass.all()) {
            if (line.usage().has(usageClass)) {
                counts.put(usageClass.wireName(), line.usage().get(usageClass));
            }
        }
        return counts;
    }
}
