package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EventIdTest {
    private static final long SEED = System.nanoTime();
    private static final Instant NOW = Instant.parse("2026-11-21T20:43:27.512Z");

    @Test
    void mintsAUuidOfVersion7ThatStartsWithTheTime() {
        var ids = new EventId(InstantSource.fixed(NOW), new Random(SEED));
        for (int i = 0; i < 1_000; i++) {
            UUID id = UUID.fromString(ids.mint());

            assertThat(id.version()).as("seed %d", SEED).isEqualTo(7);
            assertThat(id.variant()).as("seed %d", SEED).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).as("seed %d", SEED).isEqualTo(NOW.toEpochMilli());
        }
    }

    @Test
    void fillsEveryOtherBitFromTheRandomSource() {
        // the example of RFC 9562, appendix A.6, but for the bits of version and variant
        var time = InstantSource.fixed(Instant.ofEpochMilli(0x017f22e279b0L));

        assertThat(new EventId(time, constant(0)).mint()).isEqualTo("017f22e2-79b0-7000-8000-000000000000");
        assertThat(new EventId(time, constant(-1)).mint()).isEqualTo("017f22e2-79b0-7fff-bfff-ffffffffffff");
    }

    @Test
    void mintsDifferentIdsInTheSameMillisecond() {
        var ids = new EventId(InstantSource.fixed(NOW), new Random(SEED));
        Set<String> minted = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            minted.add(ids.mint());
        }

        assertThat(minted).as("seed %d", SEED).hasSize(100_000);
        assertThat(EventId.system().mint()).isNotEqualTo(EventId.system().mint());
    }

    @Test
    void laterIdsSortAfterEarlierOnes() {
        String earlier = new EventId(InstantSource.fixed(NOW), constant(-1)).mint();
        String later = new EventId(InstantSource.fixed(NOW.plusMillis(1)), constant(0)).mint();

        assertThat(later).isGreaterThan(earlier);
    }

    @Test
    void prefixesAResponseIdByItsProviderAndNumbersFurtherLines() {
        String id = EventId.ofResponse("openai", "chatcmpl-1");

        assertThat(id).isEqualTo("openai:chatcmpl-1");
        assertThat(EventId.ofFurtherLine(id, 1)).isEqualTo("openai:chatcmpl-1#1");
        assertThatIllegalArgumentException().isThrownBy(() -> EventId.ofFurtherLine(id, 0));
    }

    @Test
    void makesNoIdOutOfAnEmptyResponseIdWhichAllCallsWouldShare() {
        for (List<String> parts : List.of(List.of("openai", ""), List.of("", "chatcmpl-1"))) {
            assertThatThrownBy(() -> EventId.ofResponse(parts.get(0), parts.get(1)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("is required");
        }
    }

    private static RandomGenerator constant(long bits) {
        return () -> bits;
    }
}
