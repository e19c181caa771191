package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DimensionTest {
    @Test
    void takesTheValuesOfALineInTheOrderTheNameSays() {
        LedgerLine line = Examples.fullCorrection();

        assertThat(Dimension.ALL.valuesOf(line)).isEmpty();
        assertThat(Dimension.OUTCOME.valuesOf(line)).isEmpty();
        assertThat(Dimension.TASK_TYPE.valuesOf(line)).containsExactly("code-review");
        assertThat(Dimension.TEAM.valuesOf(line)).containsExactly("payments");
        assertThat(Dimension.AGENT.valuesOf(line)).containsExactly("reviewer");
        assertThat(Dimension.MODEL.valuesOf(line)).containsExactly("claude-sonnet-4-5-20250929");
        assertThat(Dimension.TEAM_TASK_TYPE_MODEL.valuesOf(line))
                .containsExactly("payments", "code-review", "claude-sonnet-4-5-20250929");
    }

    @Test
    void countsTheValuesItTakes() {
        for (Dimension dimension : Dimension.ofLines()) {
            assertThat(dimension.valuesOf(Examples.pricedLine())).hasSize(dimension.valuesCount());
        }
        assertThat(Dimension.OUTCOME.valuesCount()).isEqualTo(1);
    }

    @Test
    void addsUpLinesByEveryDimensionButTheOutcome() {
        assertThat(Dimension.ofLines()).doesNotContain(Dimension.OUTCOME).hasSize(Dimension.values().length - 1);
    }

    @Test
    void isFoundByItsName() {
        for (Dimension dimension : Dimension.values()) {
            assertThat(Dimension.of(dimension.wireName())).contains(dimension);
        }
        assertThat(Dimension.of("TEAM")).isEmpty();
    }
}
