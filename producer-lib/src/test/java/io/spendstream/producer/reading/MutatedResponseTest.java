package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.testkit.Mutations;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Responses that were damaged on their way: whatever comes, a reader answers, and never with counts that no call has.
 * {@code -Dfuzz.seed=S -Dfuzz.cases=N} tries others, or more.
 */
final class MutatedResponseTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int CASES = Integer.getInteger("fuzz.cases", 24_000);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a hang is a failure; slow is not
    void aReaderAnswersWhateverItIsGiven() {
        List<Payloads.Response> responses = Payloads.ownResponses();
        var mutations = new Mutations(SEED);
        int readable = 0;
        for (int i = 0; i < CASES; i++) {
            Payloads.Response response = mutations.pick(responses);
            byte[] body = mutations.of(response.bytes());
            ReadUsage usage;
            try {
                usage = i % 3 == 0 || response.isStream() ? streamed(response, body, i) : whole(response, body);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed %d, case %d, %s".formatted(SEED, i, response), e);
            }
            for (UsageLine line : usage.lines()) {
                assertThat(line.usage().hasNegative())
                        .as("seed %d, case %d, %s: %s", SEED, i, response, usage)
                        .isFalse();
            }
            readable += usage.status() == ReadStatus.MISSING ? 0 : 1;
        }

        LoggerFactory.getLogger(MutatedResponseTest.class)
                .info("{} damaged responses from seed {}, {} still readable", CASES, SEED, readable);
        assertThat(readable).as("seed %d: readable", SEED).isBetween(CASES / 20, CASES);
    }

    private static ReadUsage whole(Payloads.Response response, byte[] body) {
        return response.reader().read(body, response.request());
    }

    private static ReadUsage streamed(Payloads.Response response, byte[] body, int i) {
        StreamFormat format = response.format();
        StreamedUsage stream = format == null
                ? response.reader().stream(response.request())
                : response.reader().stream(response.request(), format);
        int chunk = 1 + i % 97;
        for (int from = 0; from < body.length; from += chunk) {
            stream.feed(body, from, Math.min(chunk, body.length - from));
        }
        return stream.result();
    }
}
