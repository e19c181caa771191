package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineFramesTest {
    private static final String USAGE =
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":1}}";

    private static ReadUsage read(String text) {
        StreamedUsage stream = Answers.reader("openai", "chat").stream(ReadRequest.of(null));
        stream.feed(Answers.bytes(text));
        return stream.result();
    }

    @Test
    void skipsCommentsEventNamesAndIds() {
        ReadUsage usage = read(": PROCESSING\n\nevent: x\nid: 7\nretry: 10\ndata: " + USAGE.formatted(3) + "\n\n");

        assertThat(Answers.counts(usage)).containsEntry("input", 3L);
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void readsDataWithoutASpaceAndAfterAByteOrderMark() {
        assertThat(Answers.counts(read("\ufeffdata:" + USAGE.formatted(3) + "\n\n")))
                .containsEntry("input", 3L);
    }

    @Test
    void joinsADocumentOverSeveralDataLines() {
        ReadUsage usage = read("data: " + USAGE.formatted(3).replace("\"usage\"", "\ndata: \"usage\"") + "\n\n");

        assertThat(Answers.counts(usage)).containsEntry("input", 3L);
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void readsTheLastEventThoughNothingEndsIt() {
        assertThat(read("data: " + USAGE.formatted(3)).status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void goesOnAfterADamagedEventAndSaysSo() {
        ReadUsage usage = read("data: {\"id\":\"c\",}\n\ndata: " + USAGE.formatted(3) + "\n\n");
        ReadUsage withoutEmptyLines = read("data: {\"id\":\"c\",}\ndata: " + USAGE.formatted(3) + "\n");

        assertThat(Answers.counts(usage)).containsEntry("input", 3L);
        assertThat(usage.flags()).containsExactly(ReadFlag.MALFORMED);
        assertThat(withoutEmptyLines).isEqualTo(usage);
    }

    @Test
    void takesNoOffenceAtDataThatIsNoDocument() {
        assertThat(read("data: ping\n\ndata:\n\ndata: [DONE]\n\n").flags()).isEmpty();
    }

    @Test
    void skipsAnEventBeyondTheLimitAndSaysSo() {
        StreamedUsage stream = Answers.reader("openai", "chat").stream(ReadRequest.of(null));
        byte[] filler = Answers.bytes("x".repeat(1 << 20));
        stream.feed(Answers.bytes("data: {\"x\":\""));
        for (int fed = 0; fed <= Frames.EVENT_BYTES_MAX; fed += filler.length) {
            stream.feed(filler);
        }
        stream.feed(Answers.bytes("\"}\n\ndata: " + USAGE.formatted(3) + "\n\n"));

        assertThat(Answers.counts(stream.result())).containsEntry("input", 3L);
        assertThat(stream.result().flags()).containsExactly(ReadFlag.OVERSIZED);
    }

    @Test
    void mayBeAskedInBetween() {
        StreamedUsage stream = Answers.reader("openai", "chat").stream(ReadRequest.of(null));
        byte[] bytes = Answers.bytes("data: " + USAGE.formatted(3) + "\n\n");
        stream.feed(bytes, 0, 20);
        assertThat(stream.result().status()).isEqualTo(ReadStatus.MISSING);
        stream.feed(bytes, 20, bytes.length - 20);

        assertThat(stream.result().status()).isEqualTo(ReadStatus.FINAL);
        assertThat(stream.result()).isEqualTo(stream.result());
    }
}
