package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TotalJsonTest {
    static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    static final List<TotalKey> KEYS = List.of(
            new TotalKey(Dimension.ALL, List.of(), DAY),
            new TotalKey(Dimension.TASK_TYPE, List.of("code-review"), DAY),
            new TotalKey(Dimension.TEAM, List.of("unattributed"), DAY),
            new TotalKey(Dimension.AGENT, List.of("\"quoted\" \\ 中文"), DAY),
            new TotalKey(Dimension.MODEL, List.of("gpt-5-mini"), DAY),
            new TotalKey(Dimension.TEAM_TASK_TYPE_MODEL, List.of("payments", "code-review", "gpt-5-mini"), DAY),
            new TotalKey(Dimension.OUTCOME, List.of("accepted"), null));
    static final List<Tally> TOTALS = List.of(
            Tally.ZERO,
            new Tally(3, 4567, 890, Money.of("12.3456789"), 1),
            new Tally(-1, -2, -3, Money.of("-0.00000000000001"), -1),
            new Tally(
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    new Money(Long.MAX_VALUE, Money.UNITS_PER_DOLLAR - 1),
                    Long.MAX_VALUE));

    @Test
    void readsBackTheKeysOfEveryDimension() {
        for (TotalKey key : KEYS) {
            assertThat(TotalJson.readKey(TotalJson.writeKey(key))).isEqualTo(key);
        }
        assertThat(KEYS).extracting(TotalKey::dimension).containsExactly(Dimension.values());
    }

    @Test
    void readsBackTotalsHoweverLarge() {
        for (Tally total : TOTALS) {
            assertThat(TotalJson.readTotal(TotalJson.writeTotal(total))).isEqualTo(total);
        }
    }

    @Test
    void keysOfDifferentValuesNeverHaveTheSameBytes() {
        byte[] three =
                TotalJson.writeKey(new TotalKey(Dimension.TEAM_TASK_TYPE_MODEL, List.of("a", "b\",\"c", "d"), DAY));
        byte[] other =
                TotalJson.writeKey(new TotalKey(Dimension.TEAM_TASK_TYPE_MODEL, List.of("a\",\"b", "c", "d"), DAY));

        assertThat(three).isNotEqualTo(other);
    }

    @Test
    void refusesKeysAndTotalsCutShortAtAnyByte() {
        byte[] key = TotalJson.writeKey(KEYS.get(5));
        byte[] total = TotalJson.writeTotal(TOTALS.get(1));

        for (int length = 0; length < key.length; length++) {
            byte[] cut = Arrays.copyOf(key, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TotalJson.readKey(cut));
        }
        for (int length = 0; length < total.length; length++) {
            byte[] cut = Arrays.copyOf(total, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TotalJson.readTotal(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{}",
                "{\"calls\":1,\"prompt_tokens\":1,\"completion_tokens\":1,\"unpriced_calls\":0}",
                "{\"calls\":1,\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_exact\":\"1\"}",
                "{\"calls\":1.0,\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_exact\":\"1\",\"unpriced_calls\":0}",
                "{\"calls\":1,\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_exact\":1,\"unpriced_calls\":0}",
                "{\"calls\":1,\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_exact\":\"x\",\"unpriced_calls\":0}",
                "{\"calls\":1,\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_exact\":\"1e99\",\"unpriced_calls\":0}",
                "{\"calls\":9223372036854775808,\"prompt_tokens\":1,\"completion_tokens\":1,\"cost_exact\":\"1\",\"unpriced_calls\":0}"
            })
    void neverReadsATotalThatLacksAPartAsZero(String record) {
        assertThatThrownBy(() -> TotalJson.readTotal(record.getBytes(StandardCharsets.UTF_8)))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"dimension\":\"all\",\"day\":\"2026-11-21\"}",
                "{\"values\":[],\"day\":\"2026-11-21\"}",
                "{\"dimension\":\"all\",\"values\":[]}",
                "{\"dimension\":\"outcome\",\"values\":[\"accepted\"],\"day\":\"2026-11-21\"}",
                "{\"dimension\":\"all\",\"values\":[],\"day\":\"2026-02-30\"}",
                "{\"dimension\":\"ALL\",\"values\":[],\"day\":\"2026-11-21\"}",
                "{\"dimension\":\"planet\",\"values\":[],\"day\":\"2026-11-21\"}",
                "{\"dimension\":\"team\",\"values\":[7],\"day\":\"2026-11-21\"}",
                "{\"dimension\":\"team\",\"values\":\"a\",\"day\":\"2026-11-21\"}",
                "{\"dimension\":\"team\",\"values\":[[\"a\"]],\"day\":\"2026-11-21\"}"
            })
    void refusesWhatIsNoKey(String record) {
        assertThatThrownBy(() -> TotalJson.readKey(record.getBytes(StandardCharsets.UTF_8)))
                .isExactlyInstanceOf(IllegalArgumentException.class);
    }
}
