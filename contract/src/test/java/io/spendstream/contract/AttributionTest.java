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
    private static final String LONGEST = "x".repeat(Attribution.TEXT_LENGTH_MAX);

    @Test
    void takesTextsUpToTheLimitAndRefusesOneMore() {
        assertThat(attribution(LONGEST, LONGEST, Map.of(LONGEST, LONGEST)).team())
                .isEqualTo(LONGEST);
        assertThat(rejectionOf(LONGEST + "x", "t", Map.of())).isEqualTo(RejectionReason.TEXT_TOO_LONG);
        assertThat(rejectionOf("s", LONGEST + "x", Map.of())).isEqualTo(RejectionReason.TEXT_TOO_LONG);
        assertThat(rejectionOf("s", "t", Map.of(LONGEST + "x", "v"))).isEqualTo(RejectionReason.TEXT_TOO_LONG);
        assertThat(rejectionOf("s", "t", Map.of("k", LONGEST + "x"))).isEqualTo(RejectionReason.TEXT_TOO_LONG);
    }

    @Test
    void takesTagsUpToTheLimitAndRefusesOneMore() {
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < Attribution.TAGS_MAX; i++) {
            tags.put("tag-" + i, "value");
        }

        assertThat(attribution("s", "t", tags).tags()).hasSize(Attribution.TAGS_MAX);
        tags.put("one-more", "value");
        assertThat(rejectionOf("s", "t", tags)).isEqualTo(RejectionReason.TOO_MANY_TAGS);
    }

    @Test
    void refusesEmptyTextsBecauseAbsenceHasOneSpelling() {
        assertThat(rejectionOf("", "t", Map.of())).isEqualTo(RejectionReason.MISSING_FIELD);
        assertThat(rejectionOf("s", "", Map.of())).isEqualTo(RejectionReason.MISSING_FIELD);
        assertThat(rejectionOf("s", "t", Map.of("k", ""))).isEqualTo(RejectionReason.MISSING_FIELD);
        assertThat(rejectionOf("s", "t", Map.of("", "v"))).isEqualTo(RejectionReason.MISSING_FIELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0", "\n", "\r", "\t", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\ud83d", "\ude00"
            })
    void refusesCharactersThatForgeLinesOrTurnText(String character) {
        for (String text : new String[] {character, "a" + character, character + "a", "é" + character + "é"}) {
            assertThat(rejectionOf("s", text, Map.of())).isEqualTo(RejectionReason.ILLEGAL_CHARACTER);
            assertThat(rejectionOf("s", "t", Map.of("k", text))).isEqualTo(RejectionReason.ILLEGAL_CHARACTER);
            assertThat(rejectionOf("s", "t", Map.of(text, "v"))).isEqualTo(RejectionReason.ILLEGAL_CHARACTER);
        }
    }

    @Test
    void namesATagInMessagesOnlyIfItsNameIsPlain() {
        assertThatThrownBy(() -> attribution("s", "t", Map.of("cost-center_1.a", "")))
                .hasMessage("tags.cost-center_1.a is required");
        assertThatThrownBy(() -> attribution("s", "t", Map.of("forged entry", "")))
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

    private static Attribution attribution(String session, String team, Map<String, String> tags) {
        return new Attribution(session, null, team, null, null, null, null, null, tags);
    }

    private static RejectionReason rejectionOf(String session, String team, Map<String, String> tags) {
        return catchThrowableOfType(RejectedException.class, () -> attribution(session, team, tags))
                .reason();
    }
}
