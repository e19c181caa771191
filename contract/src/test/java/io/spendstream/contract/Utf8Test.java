package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final long SEED = System.nanoTime();

    @Test
    void judgesEveryTwoBytesAsTheStrictDecoderDoes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            assertSameAsDecoder(new byte[] {(byte) (pair >> 8), (byte) pair});
        }
    }

    @Test
    void judgesSequencesAtAnyPlaceAsTheStrictDecoderDoes() {
        var random = new Random(SEED);
        int[] leads = {0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xf8, 0xff};
        int[] followers = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0};
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            Arrays.fill(bytes, (byte) 'a');
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            for (int j = from; j < Math.min(bytes.length, from + 5); j++) {
                bytes[j] = (byte) (j == from ? leads[random.nextInt(16)] : followers[random.nextInt(10)]);
            }
            assertSameAsDecoder(bytes);
        }
    }

    @Test
    void takesEveryCharacterThereIs() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                if (!Utf8.isWellFormed(bytes)) {
                    throw new AssertionError("U+%04X".formatted(codePoint));
                }
            }
        }
    }

    private static void assertSameAsDecoder(byte[] bytes) {
        if (Utf8.isWellFormed(bytes) != isDecodable(bytes)) {
            assertThat(Utf8.isWellFormed(bytes))
                    .as("seed %d: %s", SEED, Arrays.toString(bytes))
                    .isEqualTo(isDecodable(bytes));
        }
    }

    private static boolean isDecodable(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
