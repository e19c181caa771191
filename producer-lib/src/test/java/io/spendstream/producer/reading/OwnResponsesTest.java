package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses of every API in their documented shape, each with the counts worked out by hand. */
class OwnResponsesTest {
    static List<UsageIndexCheck.FileResult> results() throws Exception {
        return UsageIndexCheck.run(Payloads.own());
    }

    @ParameterizedTest
    @MethodSource("results")
    void readsEachAsTheIndexSays(UsageIndexCheck.FileResult result) {
        assertThat(result.mismatches()).as(result.file()).isEmpty();
        assertThat(result.remarks()).as(result.file()).isEmpty();
        assertThat(result.flags()).as(result.file()).doesNotContain(ReadFlag.TOTAL_MISMATCH, ReadFlag.MALFORMED);
    }

    @Test
    void hasAPlainAndAStreamedOneOfEachApi() {
        List<Payloads.Response> responses = Payloads.ownResponses();
        var missing = new ArrayList<String>();
        for (ReadableApi api : UsageReaders.all()) {
            Set<Boolean> kinds = responses.stream()
                    .filter(response -> isOf(api, response))
                    .map(response ->
                            response.isStream() || response.row().streaming().equals("grpc-stream"))
                    .collect(Collectors.toSet());
            if (needsPlain(api) && !kinds.contains(false)) {
                missing.add(api.provider() + " " + api.api() + " plain");
            }
            if (needsStream(api) && !kinds.contains(true)) {
                missing.add(api.provider() + " " + api.api() + " streamed");
            }
        }

        assertThat(missing).isEmpty();
    }

    private static boolean isOf(ReadableApi api, Payloads.Response response) {
        ReadableApi own = response.reader().api();
        boolean isListed =
                UsageReaders.all().stream().anyMatch(listed -> listed.provider().equals(own.provider()));
        String provider = isListed ? own.provider() : ReadableApi.ANY_PROVIDER;
        return api.provider().equals(provider) && api.api().equals(own.api());
    }

    private static boolean needsPlain(ReadableApi api) {
        return !api.api().equals("audio.speech") && !api.api().equals("invoke-model-with-response-stream");
    }

    private static boolean needsStream(ReadableApi api) {
        String name = api.api();
        boolean isVector = name.contains("embed") || name.contains("rerank");
        boolean isFree = api.reads().equals("nothing");
        boolean streamsElsewhere = name.equals("invoke-model")
                || (api.provider().equals("azure")
                        && Set.of("images", "audio.transcriptions", "realtime").contains(name))
                || (api.provider().equals(ReadableApi.ANY_PROVIDER) && name.equals("audio.transcriptions"));
        return !isVector && !isFree && !streamsElsewhere;
    }
}
