package io.spendstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpendQueryTest {
    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");

    private static final String ROWS = "token_usage";

    private static List<String> tablesOf(SpendQuery query) {
        return query.source().tables();
    }

    @Test
    void theRollupAnswersWhatItHas() {
        assertThat(tablesOf(SpendQuery.of(SINCE, UNTIL, SpendDimension.TEAM, SpendDimension.DAY)))
                .isNotEmpty()
                .doesNotContain(ROWS);
        assertThat(tablesOf(SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY).in(ZoneId.of("Asia/Kathmandu"))))
                .isNotEmpty()
                .doesNotContain(ROWS);
    }

    @Test
    void rowsAnswerTheRest() {
        assertThat(tablesOf(SpendQuery.of(SINCE, UNTIL, SpendDimension.SESSION)))
                .containsExactly(ROWS);
        assertThat(tablesOf(SpendQuery.of(SINCE, UNTIL).where(SpendDimension.SESSION, "s-1")))
                .containsExactly(ROWS);
        assertThat(tablesOf(SpendQuery.of(SINCE.plusSeconds(1), UNTIL))).contains(ROWS);
        assertThat(tablesOf(SpendQuery.of(SINCE, UNTIL.minusMillis(1)))).contains(ROWS);
        assertThat(tablesOf(SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY).in(ZoneOffset.ofHoursMinutes(1, 7))))
                .containsExactly(ROWS);
    }

    @Test
    void onlyTheEndThatCutsABucketIsReadFromTheRows() {
        assertThat(tablesOf(SpendQuery.of(SINCE.plusSeconds(1), UNTIL)))
                .containsExactly(ROWS, "token_usage_rollup", "token_usage_rollup_hour", "token_usage_rollup_day");
    }

    @Test
    void aDayMayHave23Or25Hours() {
        SpendQuery query = SpendQuery.of(
                        Instant.parse("2026-03-07T05:00:00Z"),
                        Instant.parse("2026-03-09T04:00:00Z"),
                        SpendDimension.DAY)
                .in(ZoneId.of("America/New_York"));

        assertThat(query.spans()).hasToString("[2026-03-07, 2026-03-08]");
        assertThat(query.spans().stream().map(query::beginningOf))
                .containsExactly(Instant.parse("2026-03-07T05:00:00Z"), Instant.parse("2026-03-08T05:00:00Z"));
    }

    @Test
    void aWeekIsThatOfIso8601AndBeginsWithMonday() {
        SpendQuery query = SpendQuery.of(
                Instant.parse("2026-12-31T00:00:00Z"), Instant.parse("2027-01-12T00:00:00Z"), SpendDimension.WEEK);

        assertThat(query.spans()).hasToString("[2026-12-28, 2027-01-04, 2027-01-11]");
        assertThat(query.spans().stream().map(SpendDimension.WEEK::label))
                .containsExactly("2026-W53", "2027-W01", "2027-W02");
    }

    @Test
    void aQuestionThatCannotBeMeantIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpendQuery.of(UNTIL, SINCE))
                .withMessageContaining("since must be before until");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpendQuery.of(SINCE, UNTIL, SpendDimension.TEAM, SpendDimension.TEAM))
                .withMessageContaining("two different dimensions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpendQuery.of(SINCE, UNTIL).where(SpendDimension.DAY, "2026-11-21"))
                .withMessageContaining("must not name a day");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpendQuery.of(SINCE, UNTIL, SpendDimension.DAY, SpendDimension.MONTH))
                .withMessageContaining("at most one of day, week and month");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpendQuery.of(SINCE, UNTIL).top(0))
                .withMessageContaining("limit must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpendQuery(
                        List.of(), Instant.parse("1990-01-01T00:00:00Z"), UNTIL, ZoneOffset.UTC, Map.of(), 1))
                .withMessageContaining("3660 days");
    }
}
