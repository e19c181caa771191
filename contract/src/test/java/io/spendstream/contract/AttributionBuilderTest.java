package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributions as agents say them, in whose process nothing may throw. */
class AttributionBuilderTest {
    private static final String LONGEST = "x".repeat(Attribution.TEXT_LENGTH_MAX);

    @Test
    void takesWhatObeysTheRulesAsItIsAndLeavesNoNote() {
        Attribution said =
                Attribution.builder(LONGEST).team(" a b ").tag("k", "v").build();

        assertThat(said)
                .isEqualTo(new Attribution(LONGEST, null, " a b ", null, null, null, null, null, Map.of("k", "v")));
        assertThat(said.isRepaired()).isFalse();
    }

    @Test
    void takesAnEmptyTextForOneThatWasNotSaid() {
        Attribution said =
                Attribution.builder("s").team("").tag("k", "").tag("l", null).build();

        assertThat(said).isEqualTo(Attribution.builder("s").build());
        assertThat(said.isRepaired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "''", "'\n'"})
    void putsUnattributedForASessionThatWasNotSaid(@Nullable String session) {
        Attribution said = Attribution.builder(session).build();

        assertThat(said.sessionId()).isEqualTo(Attribution.UNATTRIBUTED);
        assertThat(noteOf(said)).isEqualTo("session_id");
    }

    @Test
    void cutsTextsThatAreTooLongAndKeepsThoseApartThatDiffer() {
        Attribution one = Attribution.builder(LONGEST + "1").build();
        Attribution other = Attribution.builder(LONGEST + "2").build();

        assertThat(one.sessionId()).hasSize(Attribution.TEXT_LENGTH_MAX).matches("x{247}~[0-9a-f]{8}");
        assertThat(one.sessionId()).isNotEqualTo(other.sessionId());
        assertThat(one).isEqualTo(Attribution.builder(LONGEST + "1").build());
        assertThat(noteOf(one)).isEqualTo("session_id");
    }

    @Test
    void doesNotCutACharacterInTwo() {
        Attribution said = Attribution.builder("😀".repeat(200))
                .team("x" + "😀".repeat(200))
                .build();

        assertThat(said.sessionId()).matches("(😀){123}~[0-9a-f]{8}");
        assertThat(said.team()).matches("x(😀){123}~[0-9a-f]{8}");
        assertThat(noteOf(said)).isEqualTo("session_id,team");
    }

    @Test
    void replacesCharactersThatForgeLinesOrTurnTextAndDropsALineEnd() {
        Attribution said = Attribution.builder("s")
                .taskType("review\n")
                .agent("a\u202eb\0c")
                .user("\ud83d")
                .build();

        assertThat(said.taskType()).isEqualTo("review");
        assertThat(said.agent()).isEqualTo("a\ufffdb\ufffdc");
        assertThat(said.user()).isEqualTo("\ufffd");
        assertThat(noteOf(said)).isEqualTo("task_type,agent,user");
    }

    @Test
    void keepsTheFirstOfTooManyTagsAndLeavesRoomForItsNote() {
        Attribution.Builder builder = Attribution.builder("s");
        for (int i = 10; i < 10 + Attribution.TAGS_MAX; i++) {
            builder.tag("tag-" + i, "value");
        }
        assertThat(builder.build().isRepaired()).isFalse();

        Attribution said = builder.tag("zzz", "value").build();

        assertThat(said.tags()).hasSize(Attribution.TAGS_MAX).containsKeys("tag-10", "tag-40");
        assertThat(noteOf(said)).isEqualTo("tags");
    }

    @Test
    void leavesOutATagThatHasNoNameAndOneOfTwoThatWouldHaveTheSame() {
        assertThat(Attribution.builder("s").tag(null, "v").build().tags())
                .isEqualTo(Map.of(Attribution.REPAIRED_TAG, "tags"));
        assertThat(Attribution.builder("s").tag("", "v").build().tags())
                .isEqualTo(Map.of(Attribution.REPAIRED_TAG, "tags"));
        assertThat(Attribution.builder("s")
                        .tag("a\0", "1")
                        .tag("a\b", "2")
                        .build()
                        .tags())
                .isEqualTo(Map.of(Attribution.REPAIRED_TAG, "tags", "a\ufffd", "1"));
    }

    @Test
    void takesWhateverItIsToldAndMakesAnAttributionThatCanBeSent() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Attribution.Builder builder = Attribution.builder(text(random))
                    .taskType(text(random))
                    .team(text(random))
                    .agent(text(random))
                    .project(text(random))
                    .user(text(random))
                    .environment(text(random))
                    .parentSessionId(text(random));
            int tags = random.nextInt(2 * Attribution.TAGS_MAX);
            for (int i = 0; i < tags; i++) {
                builder.tag(text(random), text(random));
            }
            // the constructor of what is built refuses all that could not be sent
            Attribution said = builder.build();
            assertThat(said.tags().getOrDefault(Attribution.REPAIRED_TAG, "none"))
                    .as("seed %d", seed)
                    .isNotEmpty();
        }
    }

    /** Returns nothing, or a text of characters among which there are bad ones, of a length around the longest. */
    private static @Nullable String text(Random random) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        boolean isLong = random.nextInt(4) == 0;
        int length = isLong ? Attribution.TEXT_LENGTH_MAX - 12 + random.nextInt(24) : random.nextInt(4);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(6) == 0 ? random.nextInt(0x10000) : 'a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static @Nullable String noteOf(Attribution attribution) {
        return attribution.tags().get(Attribution.REPAIRED_TAG);
    }
}
