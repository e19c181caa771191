package io.spendstream.producer.reading;

import org.jspecify.annotations.Nullable;

/**
 * What Bedrock says about a call in the headers of its response, whoever made the model.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html">Bedrock, invoke-model</a>
 */
final class BedrockHeaders {
    private static final String REQUEST_ID = "x-amzn-requestid";
    private static final String SERVICE_TIER = "x-amzn-bedrock-service-tier";
    private static final String INPUT = "x-amzn-bedrock-input-token-count";
    private static final String OUTPUT = "x-amzn-bedrock-output-token-count";
    private static final String CACHE_READ = "x-amzn-bedrock-cache-read-input-token-count";
    private static final String CACHE_WRITE = "x-amzn-bedrock-cache-write-input-token-count";
    private static final int DIGITS_MAX = 12;

    private BedrockHeaders() {}

    static boolean hasUsage(ReadRequest request) {
        return count(request, INPUT) != null || count(request, OUTPUT) != null;
    }

    /** Adds to {@code call} the counts that its body does not have. */
    static void complete(Sighting call, ReadRequest request) {
        complete(call, Count.INPUT, count(request, INPUT));
        complete(call, Count.OUTPUT, count(request, OUTPUT));
        complete(call, Count.CACHE_READ, count(request, CACHE_READ));
        complete(call, Count.CACHE_WRITE, count(request, CACHE_WRITE));
    }

    private static void complete(Sighting call, Count count, @Nullable Long value) {
        if (value != null && !call.has(count)) {
            call.set(count, value);
        }
    }

    /** Returns the id of the call: the body of most Bedrock APIs has none. */
    static @Nullable String requestId(ReadRequest request) {
        return request.header(REQUEST_ID);
    }

    static @Nullable String serviceTier(ReadRequest request) {
        return request.header(SERVICE_TIER);
    }

    private static @Nullable Long count(ReadRequest request, String name) {
        String value = request.header(name);
        boolean isCount = value != null
                && !value.isEmpty()
                && value.length() <= DIGITS_MAX
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return isCount ? Long.valueOf(value) : null;
    }
}
