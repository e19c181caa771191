package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are cut, chopped, repeated or damaged anywhere. */
class CutStreamTest {
    private static final long SEED = 20_261_122;
    private static final int DAMAGED_COPIES = 40;

    static List<Payloads.Response> streams() {
        return Payloads.ownStreams();
    }

    static List<Payloads.Response> responses() {
        return Payloads.ownResponses();
    }

    private static StreamedUsage open(Payloads.Response response) {
        StreamFormat format = response.format();
        return response.reader().stream(response.request(), format == null ? StreamFormat.SSE : format);
    }

    private static ReadUsage whole(Payloads.Response response) {
        StreamedUsage stream = open(response);
        stream.feed(response.bytes());
        return stream.result();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void isNeverFinalBeforeTheLastWordAndNeverTakesItBack(Payloads.Response response) {
        ReadUsage whole = whole(response);
        StreamedUsage stream = open(response);
        ReadUsage before = stream.result();
        assertThat(before.status()).isIn(ReadStatus.MISSING, ReadStatus.NOT_BILLABLE);

        for (int i = 0; i < response.bytes().length; i++) {
            stream.feed(response.bytes(), i, 1);
            ReadUsage cut = stream.result();
            assertThat(certainty(cut)).as("cut at %d", i).isGreaterThanOrEqualTo(certainty(before));
            if (cut.status() == ReadStatus.FINAL) {
                assertThat(cut.lines()).as("cut at %d", i).isEqualTo(whole.lines());
            }
            assertThat(cut.has(ReadFlag.MALFORMED)).as("cut at %d", i).isFalse();
            before = cut;
        }
        assertThat(before).isEqualTo(whole);
    }

    /** Returns how sure a reading is; what is partial may still turn out whole. */
    private static int certainty(ReadUsage usage) {
        return switch (usage.status()) {
            case NOT_BILLABLE, MISSING -> 0;
            case PROVISIONAL -> 1;
            case PARTIAL, FINAL -> 2;
        };
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameInChunksOfAnySize(Payloads.Response response) {
        ReadUsage whole = whole(response);
        for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
            StreamedUsage stream = open(response);
            for (int start = 0; start < response.bytes().length; start += size) {
                stream.feed(response.bytes(), start, Math.min(size, response.bytes().length - start));
            }
            assertThat(stream.result()).as("chunks of %d", size).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameLineByLineAndWithEveryLineTwice(Payloads.Response response) {
        ReadUsage whole = whole(response);
        StreamedUsage once = open(response);
        StreamedUsage twice = open(response);
        StreamedUsage replayed = open(response);
        List<String> lines =
                new String(response.bytes(), StandardCharsets.UTF_8).lines().toList();
        for (String line : lines) {
            once.feedLine(line);
            twice.feedLine(line);
            twice.feedLine(line);
        }
        lines.forEach(replayed::feedLine);
        lines.forEach(replayed::feedLine);

        assertThat(once.result()).isEqualTo(whole);
        assertThat(twice.result()).isEqualTo(whole);
        assertThat(replayed.result().lines()).isEqualTo(whole.lines());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void readsTheSameWithWindowsLineEnds(Payloads.Response response) {
        String text = new String(response.bytes(), StandardCharsets.UTF_8);
        for (String end : new String[] {"\r\n", "\r"}) {
            StreamedUsage stream = open(response);
            byte[] bytes = Answers.bytes(text.replace("\n", end));
            for (byte b : bytes) {
                stream.feed(new byte[] {b});
            }
            assertThat(stream.result()).isEqualTo(whole(response));
        }
    }

    @ParameterizedTest
    @MethodSource("responses")
    void neverThrowsWhateverTheBytes(Payloads.Response response) {
        var random = new Random(SEED);
        for (int copy = 0; copy < DAMAGED_COPIES; copy++) {
            byte[] damaged = response.bytes().clone();
            for (int hit = 0; hit <= copy / 8; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            ReadUsage body = response.reader().read(damaged, response.request());
            StreamedUsage stream = open(response);
            stream.feed(damaged);

            assertThat(body.lines()).as("seed %d, copy %d", SEED, copy).isNotEmpty();
            assertThat(stream.result().lines())
                    .as("seed %d, copy %d", SEED, copy)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("responses")
    void isMissingAndMalformedForABodyCutShort(Payloads.Response response) {
        if (response.isStream() || "NOT_BILLABLE".equals(response.row().value("usage_status"))) {
            return;
        }
        for (int length = 0; length < response.bytes().length - 2; length += 3) {
            ReadUsage usage = response.reader().read(Arrays.copyOf(response.bytes(), length), response.request());
            assertThat(usage.status()).as("cut at %d", length).isEqualTo(ReadStatus.MISSING);
            assertThat(usage.has(ReadFlag.MALFORMED)).as("cut at %d", length).isTrue();
        }
    }
}
