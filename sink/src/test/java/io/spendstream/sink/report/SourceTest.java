package io.spendstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {
    private static final String QUARTERS = "token_usage_rollup";
    private static final String HOURS = "token_usage_rollup_hour";
    private static final String ROWS = "token_usage";

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:00:00Z, 2026-11-21T00:00:00Z, token_usage_rollup_day",
        "2026-11-01T22:00:00Z, 2026-11-21T00:00:00Z, token_usage_rollup_hour token_usage_rollup_day",
        "2026-11-21T10:00:00Z, 2026-11-21T12:00:00Z, token_usage_rollup_hour",
        "2026-11-21T10:15:00Z, 2026-11-21T10:45:00Z, token_usage_rollup",
        "2026-11-21T10:07:00Z, 2026-11-21T10:09:00Z, token_usage",
        "2026-11-20T23:50:00Z, 2026-11-22T01:20:00Z,"
                + " token_usage token_usage_rollup_day token_usage_rollup_hour token_usage_rollup token_usage"
    })
    void readsTheLongestSumsThatFitAndTheEndsFromShorterOnes(String since, String until, String tables) {
        Source source = Source.of(Instant.parse(since), Instant.parse(until), List.of(), List.of(), Map.of());

        assertThat(String.join(" ", source.tables())).isEqualTo(tables);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-02T00:00:00Z, token_usage_rollup_day",
        "2026-11-02T23:00:00Z, token_usage_rollup_day token_usage_rollup_hour",
        "2026-11-02T04:00:00Z, token_usage_rollup_day token_usage_rollup_hour",
        "2026-11-02T18:30:00Z, token_usage_rollup_day token_usage_rollup_hour token_usage_rollup",
        "2026-11-02T23:45:00Z, token_usage_rollup_day token_usage_rollup",
        "2026-11-02T00:01:00Z, token_usage"
    })
    void whatReachesAcrossAnEdgeIsMovedByShorterSums(String edge, String tables) {
        assertThat(String.join(" ", tables(edge))).isEqualTo(tables);
    }

    @Test
    void noSumReachesAcrossTwoEdgesOfADay() {
        assertThat(tables("2026-11-02T10:00:00Z", "2026-11-02T11:00:00Z")).containsExactly(HOURS);
        assertThat(tables("2026-11-02T10:15:00Z", "2026-11-02T11:15:00Z")).containsExactly(QUARTERS);
    }

    private static List<String> tables(String... edges) {
        Instant since = Instant.parse("2026-11-01T00:00:00Z");
        Instant until = Instant.parse("2026-11-21T00:00:00Z");
        return Source.of(since, until, Stream.of(edges).map(Instant::parse).toList(), List.of(), Map.of())
                .tables();
    }

    @Test
    void sessionsAreOnlyInTheRows() {
        Instant since = Instant.parse("2026-11-01T00:00:00Z");
        Instant until = Instant.parse("2026-11-21T00:00:00Z");

        assertThat(Source.of(since, until, List.of(), List.of(SpendDimension.SESSION), Map.of())
                        .tables())
                .containsExactly(ROWS);
        assertThat(Source.of(since, until, List.of(), List.of(), Map.of(SpendDimension.SESSION, "s"))
                        .tables())
                .containsExactly(ROWS);
    }
}
