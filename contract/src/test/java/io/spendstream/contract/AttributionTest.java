package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributionTest {
    @Test
    void takesTextsUpToTheLimitAndRefusesOneMore() {
        String longest = "x".repeat(Attribution.TEXT_LENGTH_MAX);

        assertThat(Attribution.builder(longest)
                        .team(longest)
                        .tag(longest, longest)
                        .build()
                        .team())
                .isEqualTo(longest);
        assertThat(rejectionOf(Attribution.builder(longest + "x"))).isEqualTo(RejectionReason.TEXT_TOO_LONG);
        assertThat(rejectionOf(Attribution.builder("s").team(longest + "x"))).isEqualTo(RejectionReason.TEXT_TOO_LONG);
        assertThat(rejectionOf(Attribution.builder("s").tag(longest + "x", "v")))
                .isEqualTo(RejectionReason.TEXT_TOO_LONG);
        assertThat(rejectionOf(Attribution.builder("s").tag("k", longest + "x")))
                .isEqualTo(RejectionReason.TEXT_TOO_LONG);
    }

    @Test
    void takesTagsUpToTheLimitAndRefusesOneMore() {
        Attribution.Builder attribution = Attribution.builder("s");
        for (int i = 0; i < Attribution.TAGS_MAX; i++) {
            attribution.tag("tag-" + i, "value");
        }

        assertThat(attribution.build().tags()).hasSize(Attribution.TAGS_MAX);
        assertThat(rejectionOf(attribution.tag("one-more", "value"))).isEqualTo(RejectionReason.TOO_MANY_TAGS);
    }

    @Test
    void refusesEmptyTextsBecauseAbsenceHasOneSpelling() {
        assertThat(rejectionOf(Attribution.builder(""))).isEqualTo(RejectionReason.MISSING_FIELD);
        assertThat(rejectionOf(Attribution.builder("s").team(""))).isEqualTo(RejectionReason.MISSING_FIELD);
        assertThat(rejectionOf(Attribution.builder("s").tag("k", ""))).isEqualTo(RejectionReason.MISSING_FIELD);
        assertThat(rejectionOf(Attribution.builder("s").tag("", "v"))).isEqualTo(RejectionReason.MISSING_FIELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0", "\n", "\r", "\t", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\ud83d", "\ude00"
            })
    void refusesCharactersThatForgeLinesOrTurnText(String character) {
        for (String text : new String[] {character, "a" + character, character + "a", "é" + character + "é"}) {
            assertThat(rejectionOf(Attribution.builder("s").agent(text))).isEqualTo(RejectionReason.ILLEGAL_CHARACTER);
            assertThat(rejectionOf(Attribution.builder("s").tag("k", text)))
                    .isEqualTo(RejectionReason.ILLEGAL_CHARACTER);
            assertThat(rejectionOf(Attribution.builder("s").tag(text, "v")))
                    .isEqualTo(RejectionReason.ILLEGAL_CHARACTER);
        }
    }

    @Test
    void namesATagInMessagesOnlyIfItsNameIsPlain() {
        assertThatThrownBy(() ->
                        Attribution.builder("s").tag("cost-center_1.a", "").build())
                .hasMessage("tags.cost-center_1.a is required");
        assertThatThrownBy(
                        () -> Attribution.builder("s").tag("forged entry", "").build())
                .hasMessage("a field of tags is required");
    }

    @Test
    void keepsTagsInKeyOrderAndApartFromTheMapTheyCameIn() {
        Map<String, String> tags = new HashMap<>(Map.of("b", "2", "a", "1", "c", "3"));
        var attribution = new Attribution("s", null, null, null, null, null, null, null, tags);

        tags.put("d", "4");

        assertThat(attribution.tags().keySet()).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> attribution.tags().put("e", "5")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void fillsInOnlyWhatWasNotSaid() {
        Attribution said =
                Attribution.builder("s").team("payments").user("u").build().orUnattributed();

        assertThat(said.team()).isEqualTo("payments");
        assertThat(said.taskType()).isEqualTo(Attribution.UNATTRIBUTED);
        assertThat(said.user()).isEqualTo("u");
        assertThat(said.orUnattributed()).isSameAs(said);
    }

    private static RejectionReason rejectionOf(Attribution.Builder attribution) {
        return catchThrowableOfType(RejectedException.class, attribution::build).reason();
    }
}
