package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    static final Budget TEAM_BUDGET = new Budget(
            "payments-daily",
            "Payments",
            Dimension.TEAM,
            List.of("payments"),
            Money.of("12.50"),
            List.of(new BigDecimal("0.5"), new BigDecimal("0.8"), BigDecimal.ONE));

    @Test
    void readsBackWhatItWrites() {
        var manyValues = new Budget(
                "b",
                "\"B\" 预算",
                Dimension.TEAM_TASK_TYPE_MODEL,
                List.of("a", "b", "c"),
                Budget.LIMIT_MAX,
                List.of(BigDecimal.TEN, new BigDecimal("0.000001")));

        for (Budget budget : List.of(TEAM_BUDGET, manyValues, Budget.globalDaily(Money.of("5")))) {
            assertThat(BudgetJson.read(BudgetJson.write(budget))).isEqualTo(budget);
        }
    }

    @Test
    void everyInstallationStartsWithOneBudgetForEverythingAndOneAlertAtItsLimit() {
        Budget budget = Budget.globalDaily(Money.of("5"));

        assertThat(budget.id()).isEqualTo("global-daily");
        assertThat(budget.dimension()).isEqualTo(Dimension.ALL);
        assertThat(budget.thresholds()).containsExactly(BigDecimal.ONE);
        assertThat(budget.amountAt(BigDecimal.ONE)).isEqualTo(Money.of("5"));
    }

    @Test
    void sortsThresholdsAndDropsThoseThatAreEqual() {
        Budget budget = withThresholds("1.0", "0.50", "1", "0.5", "0.8");

        assertThat(budget.thresholds())
                .containsExactly(new BigDecimal("0.5"), new BigDecimal("0.8"), new BigDecimal("1"));
    }

    @Test
    void crossesAThresholdAtTheFirstUnitThatReachesIt() {
        Budget budget = new Budget(
                "b", "B", Dimension.ALL, List.of(), Money.of("0.00000000000001"), List.of(new BigDecimal("0.5")));

        assertThat(budget.amountAt(new BigDecimal("0.5"))).isEqualTo(Money.ofUnits(1));
    }

    @Test
    void everyThresholdOfTheLargestBudgetIsAnAmount() {
        assertThat(new Budget("b", "B", Dimension.ALL, List.of(), Budget.LIMIT_MAX, List.of(BigDecimal.TEN))
                        .amountAt(BigDecimal.TEN))
                .isEqualTo(Money.of("10000000000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "10.000001", "0.0000001", "1e999999999", "1e-999999999", "0e999999999"})
    void refusesThresholdsOutOfRangeAtOnce(String threshold) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withThresholds(threshold))
                .withMessageStartingWith("budget b: a threshold must be in (0, 10] with at most 6 decimals: ");
    }

    @Test
    void refusesNoThresholdsAndTooMany() {
        assertThatIllegalArgumentException().isThrownBy(BudgetTest::withThresholds);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withThresholds(Collections.nCopies(21, "1").toArray(String[]::new)))
                .withMessage("budget b: thresholds must be 1 to 20: 21");
    }

    @ParameterizedTest
    @CsvSource({
        "0, budget b: limit must be above zero",
        "-5, budget b: limit must be above zero",
        "1000000000000.01, budget b: limit must be above zero and at most 1000000000000"
    })
    void refusesLimitsOutOfRange(String limit, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Budget("b", "B", Dimension.ALL, List.of(), Money.of(limit), List.of(BigDecimal.ONE)))
                .withMessageContaining(says);
    }

    @Test
    void refusesScopesThatDoNotFitTheirDimension() {
        for (Dimension dimension : Dimension.values()) {
            List<String> wrong = Collections.nCopies(dimension.valuesCount() + 1, "a");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Budget("b", "B", dimension, wrong, Money.of("5"), List.of(BigDecimal.ONE)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(
                        "b", "B", Dimension.OUTCOME, List.of("accepted"), Money.of("5"), List.of(BigDecimal.ONE)))
                .withMessage("budget b: dimension must not be outcome");
    }

    @Test
    void refusesTextsThatForgeLines() {
        for (String text : List.of("", "a\nb", "\u202e", "x".repeat(257))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new Budget(text, "B", Dimension.ALL, List.of(), Money.of("5"), List.of(BigDecimal.ONE)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new Budget("b", text, Dimension.ALL, List.of(), Money.of("5"), List.of(BigDecimal.ONE)))
                    .withMessageStartingWith("budget b: name ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new Budget("b", "B", Dimension.TEAM, List.of(text), Money.of("5"), List.of(BigDecimal.ONE)))
                    .withMessageStartingWith("budget b: a value of team ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "id":"payments-daily"           | "id":7                      | a budget must have id, a string
            "name":"Payments"               | "title":"Payments"          | a budget must have name, a string
            "dimension":"team"              | "dimension":"planet"        | dimension must be one of all, task_type, team, agent, model
            "dimension":"team"              | "dimension":"outcome"       | dimension must not be outcome
            "values":["payments"]           | "values":[7]                | a budget must have values, an array of strings
            "values":["payments"]           | "values":"payments"         | a budget must have values, an array of strings
            "values":["payments"]           | "values":[]                 | dimension team takes 1 values: 0
            "period":"day"                  | "period":"fortnight"        | period must be day
            "limit_usd":"12.5"              | "limit_usd":12.5            | a budget must have limit_usd, a string
            "limit_usd":"12.5"              | "limit_usd":"much"          | limit_usd must be decimal strings
            "limit_usd":"12.5"              | "limit_usd":"1e999999999"   | limit_usd must be an amount
            "limit_usd":"12.5"              | "limit_usd":"0.000000000000001" | limit_usd must be an amount
            "thresholds":["0.5","0.8","1"]  | "thresholds":[0.5]          | a budget must have thresholds, an array of strings
            "thresholds":["0.5","0.8","1"]  | "thresholds":["half"]       | thresholds must be decimal strings
            "thresholds":["0.5","0.8","1"]  | "thresholds":["1e999999999"] | a threshold must be in (0, 10]
            "thresholds":["0.5","0.8","1"]  | "threshold":["0.5"]         | a budget must have thresholds, an array of strings
            "period":"day"                  | "id":"b","period":"day"     | not a budget
            """)
    void namesTheFieldOfABudgetThatIsWrong(String right, String wrong, String says) {
        String written = new String(BudgetJson.write(TEAM_BUDGET), StandardCharsets.UTF_8);
        assertThat(written).contains(right);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetJson.read(written.replace(right, wrong).getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(says);
    }

    @Test
    void refusesABudgetCutShortAtAnyByteOrFollowedByMore() {
        byte[] record = BudgetJson.write(TEAM_BUDGET);
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> BudgetJson.read(cut)).isExactlyInstanceOf(IllegalArgumentException.class);
        }
        byte[] followed = Arrays.copyOf(record, record.length + 1);
        followed[record.length] = '{';
        assertThatThrownBy(() -> BudgetJson.read(followed)).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    private static Budget withThresholds(String... thresholds) {
        return new Budget(
                "b",
                "B",
                Dimension.ALL,
                List.of(),
                Money.of("5"),
                Arrays.stream(thresholds).map(BigDecimal::new).toList());
    }
}
