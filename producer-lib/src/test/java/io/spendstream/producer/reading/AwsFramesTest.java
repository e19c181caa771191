package io.spendstream.producer.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class AwsFramesTest {
    private static final String DELTA = "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Grüße 四\"}}";
    private static final String METADATA = """
            {"usage":{"inputTokens":2,"outputTokens":5,"totalTokens":10,"cacheReadInputTokens":3},"metrics":{"latencyMs":9}}""";

    @Test
    void readsTheBinaryFraming() {
        ReadUsage usage = converse(join(message("contentBlockDelta", DELTA), message("metadata", METADATA)));

        assertThat(usage.status()).isEqualTo(ReadStatus.FINAL);
        assertThat(Answers.counts(usage)).isEqualTo(Map.of("input", 2L, "cache_read", 3L, "output", 5L));
        assertThat(usage.flags()).isEmpty();
    }

    @Test
    void readsDocumentsInBase64InsideMessages() {
        String document = Base64.getEncoder()
                .encodeToString(
                        Answers.bytes(
                                "{\"generation\":\"x\",\"amazon-bedrock-invocationMetrics\":{\"inputTokenCount\":14,\"outputTokenCount\":10}}"));
        StreamedUsage stream = Answers.reader("bedrock", "invoke-model-with-response-stream").stream(
                ReadRequest.of("meta.llama4-v1:0"));

        stream.feed(message("chunk", "{\"bytes\":\"%s\"}".formatted(document)));

        assertThat(Answers.counts(stream.result())).containsEntry("input", 14L).containsEntry("output", 10L);
        assertThat(stream.result().status()).isEqualTo(ReadStatus.FINAL);
    }

    @Test
    void readsTheSameCutAnywhereAndIsFinalOnlyAtTheEnd() {
        byte[] bytes = join(message("contentBlockDelta", DELTA), message("metadata", METADATA), message("end", ""));
        ReadUsage whole = converse(bytes);
        StreamedUsage stream = open();
        int last = bytes.length - message("end", "").length;
        for (int i = 0; i < bytes.length; i++) {
            stream.feed(bytes, i, 1);
            assertThat(stream.result().status()).isEqualTo(i + 1 < last ? ReadStatus.MISSING : ReadStatus.FINAL);
        }
        assertThat(stream.result()).isEqualTo(whole);
    }

    @Test
    void skipsAMessageWithAWrongChecksumAndSaysSo() {
        byte[] damaged = message("metadata", METADATA.replace("2,", "9,"));
        damaged[damaged.length - 20] ^= 1;

        ReadUsage usage = converse(join(damaged, message("metadata", METADATA)));

        assertThat(Answers.counts(usage)).containsEntry("input", 2L);
        assertThat(usage.flags()).containsExactly(ReadFlag.MALFORMED);
    }

    @Test
    void stopsWhereTheBoundariesAreLost() {
        byte[] damaged = message("contentBlockDelta", DELTA);
        damaged[2] ^= 1;

        ReadUsage usage = converse(join(damaged, message("metadata", METADATA)));

        assertThat(usage.status()).isEqualTo(ReadStatus.MISSING);
        assertThat(usage.flags()).containsExactly(ReadFlag.MALFORMED);
    }

    @Test
    void refusesAMessageLargerThanTheLimit() {
        var prelude = ByteBuffer.allocate(12).putInt(Frames.EVENT_BYTES_MAX + 1).putInt(0);
        prelude.putInt(crc(prelude.array(), 8));

        assertThat(converse(prelude.array()).flags()).containsExactly(ReadFlag.MALFORMED);
    }

    private static StreamedUsage open() {
        return Answers.reader("bedrock", "converse-stream").stream(ReadRequest.of("us.anthropic.claude-sonnet-5"));
    }

    private static ReadUsage converse(byte[] bytes) {
        StreamedUsage stream = open();
        stream.feed(bytes);
        return stream.result();
    }

    /** Returns a message of {@code type} as the service frames it. */
    private static byte[] message(String type, String payload) {
        byte[] name = ":event-type".getBytes(StandardCharsets.US_ASCII);
        byte[] value = type.getBytes(StandardCharsets.US_ASCII);
        byte[] body = Answers.bytes(payload);
        int headers = 1 + name.length + 1 + 2 + value.length;
        int total = 12 + headers + body.length + 4;
        var bytes = ByteBuffer.allocate(total).putInt(total).putInt(headers);
        bytes.putInt(crc(bytes.array(), 8));
        bytes.put((byte) name.length)
                .put(name)
                .put((byte) 7)
                .putShort((short) value.length)
                .put(value);
        bytes.put(body);
        return bytes.putInt(crc(bytes.array(), total - 4)).array();
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
