package io.spendstream.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.cli.Golden;
import io.spendstream.cli.letters.Sorting.Sorted;
import io.spendstream.cli.usage.EventText;
import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.RejectionReason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortingTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Map<String, Replay> replays = new HashMap<>();

    @Test
    void whatThisVersionCanReadIsSent() {
        assertThat(sort(letter(1, RejectionReason.COST_TOO_LARGE, event("e", Duration.ofHours(1)), "e"))
                        .fate())
                .isEqualTo(Fate.SEND);
    }

    @Test
    void whatWasSentBeforeIsNotSentAgain() {
        Letter letter = letter(1, RejectionReason.COST_TOO_LARGE, event("e", Duration.ofHours(1)), "e");
        replays.put(letter.id(), new Replay(NOW, "ada", "spendstream.usage/0@9"));

        assertThat(sort(letter).fate()).isEqualTo(Fate.ALREADY_REPLAYED);
    }

    @Test
    void whatIsOlderThanTheMemoryIsSentOnlyIfTheTableDoesNotHaveIt() {
        Letter late = letter(1, RejectionReason.COST_TOO_LARGE, event("late", Duration.ofDays(4)), "late");
        Letter counted = letter(2, RejectionReason.TOO_LATE, event("counted", Duration.ofHours(30)), "counted");

        assertThat(sort(late).fate()).isEqualTo(Fate.READMIT);
        assertThat(sort(counted).fate()).isEqualTo(Fate.ALREADY_COUNTED);
    }

    @Test
    void whatWouldBeRefusedAgainIsNotSent() {
        assertThat(sort(letter(1, RejectionReason.MALFORMED_JSON, "{", "e")).fate())
                .isEqualTo(Fate.STILL_REFUSED);
        assertThat(sort(letter(2, RejectionReason.KEY_MISMATCH, event("e", Duration.ZERO), "other"))
                        .fate())
                .isEqualTo(Fate.STILL_REFUSED);
        assertThat(sort(letter(3, RejectionReason.IN_THE_FUTURE, event("e", Duration.ofHours(-1)), "e"))
                        .fate())
                .isEqualTo(Fate.STILL_REFUSED);
        assertThat(sort(letter(4, RejectionReason.CONFLICT, event("e", Duration.ZERO), "e"))
                        .fate())
                .isEqualTo(Fate.CONFLICTING);
    }

    @Test
    void whatCameFromAnotherTopicIsNoUsageEvent() {
        var why = new DeadLetter(RejectionReason.INVALID_VALUE, "no", "spendstream.budgets", 0, 1, NOW);
        var letter = new Letter(new LetterPlace(0, 1), why, new byte[0], new byte[0], why.toHeaders());

        assertThat(sort(letter).fate()).isEqualTo(Fate.NO_USAGE);
    }

    @Test
    void saysWhatWouldBecomeOfEachLetter() {
        var forms = new ReplayForms(true, "dead letters");
        forms.add(sort(letter(1, RejectionReason.COST_TOO_LARGE, event("e-1", Duration.ofHours(1)), "e-1")));
        forms.add(sort(letter(2, RejectionReason.TOO_LATE, event("late", Duration.ofDays(4)), "late")));
        forms.add(sort(letter(3, RejectionReason.TOO_LATE, event("counted", Duration.ofDays(4)), "counted")));
        forms.add(sort(letter(4, RejectionReason.MALFORMED_JSON, "{", "e\u001b[31m")));

        var table = new StringWriter();
        forms.table(new PrintWriter(table));
        Golden.assertMatches("dead-letters/replay.txt", table.toString());
        var json = new StringWriter();
        forms.json(new PrintWriter(json));
        Golden.assertMatches("dead-letters/replay.json", json.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "@", "1@", "@1", "a@1", "-1@2", "1@-2", "1@2@3"})
    void aLetterIsNamedByPartitionAndOffset(String text) {
        assertThatThrownBy(() -> LetterPlace.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 2@117");
    }

    @Test
    void whatWasDoneIsReadAsItWasWritten() {
        assertThat(new Replay(NOW, "ada", null)).hasToString("counted already, said ada at 2026-11-22T12:00:00Z");
        assertThat(new String(new Replay(NOW, "ada", "spendstream.usage/3@4711").toJson(), UTF_8))
                .isEqualTo("{\"schema_version\":1,\"at\":\"2026-11-22T12:00:00Z\",\"operator\":\"ada\","
                        + "\"sent_to\":\"spendstream.usage/3@4711\"}");
    }

    private Sorted sort(Letter letter) {
        return new Sorting(replays, NOW, Set.of("counted")::contains).sort(letter);
    }

    private static String event(String eventId, Duration ago) {
        return EventText.with(
                eventId,
                "session",
                event -> event.put("timestamp", NOW.minus(ago).toString()));
    }

    private static Letter letter(long offset, RejectionReason reason, String value, String key) {
        var why = new DeadLetter(reason, "a sentence", "spendstream.usage", 0, 100 + offset, NOW);
        return new Letter(new LetterPlace(2, offset), why, key.getBytes(UTF_8), value.getBytes(UTF_8), why.toHeaders());
    }
}
