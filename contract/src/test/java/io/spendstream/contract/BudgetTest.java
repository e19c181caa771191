package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    static final Budget TEAM_BUDGET = Budget.builder("payments-daily", usd("12.50"))
            .name("Payments")
            .scope(BudgetDimension.TEAM, "payments")
            .build();

    static final Budget LOOP_GUARD = Budget.builder("loop-guard", usd("2"))
            .name("Loop guard")
            .scope(BudgetDimension.ENVIRONMENT, "production")
            .each(BudgetDimension.SESSION)
            .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneId.of("UTC")))
            .action(BudgetAction.BLOCK)
            .build();

    static final Budget TOKEN_WEEK = Budget.builder("token-week", BudgetAmount.tokens(1_000_000))
            .name("Tokens a week")
            .scope(BudgetDimension.PROVIDER, "openai")
            .each(BudgetDimension.TEAM)
            .each(BudgetDimension.MODEL)
            .period(new BudgetPeriod(BudgetPeriod.Type.WEEK, ZoneId.of("Asia/Kolkata"), DayOfWeek.SUNDAY, 1))
            .thresholds(List.of(new BudgetThreshold(new BigDecimal("0.9"), AlertSeverity.INFO)))
            .forecast(true)
            .burnRate(new BurnRate(Duration.ofHours(1), new BigDecimal("2.50")))
            .owner("platform")
            .build();

    static BudgetAmount usd(String amount) {
        return BudgetAmount.usd(Money.of(amount));
    }

    @Test
    void readsBackWhatItWrites() {
        Budget largest = Budget.builder("b", BudgetAmount.usd(Budget.LIMIT_MAX))
                .name("\"B\" 预算")
                .thresholds("10", "0.000001")
                .period(new BudgetPeriod(BudgetPeriod.Type.MONTH, ZoneId.of("America/St_Johns"), DayOfWeek.MONDAY, 28))
                .build();

        for (Budget budget : List.of(TEAM_BUDGET, LOOP_GUARD, TOKEN_WEEK, largest, Budget.globalDaily(Money.of("5")))) {
            assertThat(BudgetJson.read(BudgetJson.write(budget))).isEqualTo(budget);
            assertThat(BudgetJson.isDeleted(BudgetJson.write(budget))).isFalse();
        }
        assertThat(BudgetJson.isDeleted(BudgetJson.writeDeleted("b"))).isTrue();
    }

    @Test
    void everyInstallationStartsWithOneBudgetForEverythingAndOneAlertAtItsLimit() {
        Budget budget = Budget.globalDaily(Money.of("5"));

        assertThat(budget.id()).isEqualTo("global-daily");
        assertThat(budget.scope()).isEmpty();
        assertThat(budget.period()).isEqualTo(BudgetPeriod.UTC_DAY);
        assertThat(budget.thresholds()).containsExactly(BudgetThreshold.at("1"));
        assertThat(budget.amountAt(BigDecimal.ONE)).isEqualTo(usd("5"));
    }

    @Test
    void anyValueIsNoNarrowing() {
        Budget budget = Budget.builder("b", usd("1"))
                .scope(BudgetDimension.TEAM, "*")
                .scope(BudgetDimension.MODEL, "gpt-4o")
                .build();

        assertThat(budget.scope()).containsOnlyKeys(BudgetDimension.MODEL);
    }

    @Test
    void sortsThresholdsAndDropsThoseThatAreEqual() {
        Budget budget = Budget.builder("b", usd("1"))
                .thresholds("1.0", "0.50", "1", "0.5", "0.8")
                .build();

        assertThat(budget.thresholds())
                .containsExactly(BudgetThreshold.at("0.5"), BudgetThreshold.at("0.8"), BudgetThreshold.at("1"))
                .extracting(BudgetThreshold::severity)
                .containsExactly(AlertSeverity.INFO, AlertSeverity.WARNING, AlertSeverity.CRITICAL);
    }

    @Test
    void crossesAThresholdAtTheFirstUnitThatReachesIt() {
        assertThat(Budget.builder("b", usd("0.00000000000001")).build().amountAt(new BigDecimal("0.5")))
                .isEqualTo(usd("0.00000000000001"));
        assertThat(Budget.builder("b", BudgetAmount.tokens(3)).build().amountAt(new BigDecimal("0.5")))
                .isEqualTo(BudgetAmount.tokens(2));
    }

    @Test
    void everyThresholdOfTheLargestBudgetIsAnAmount() {
        Budget budget = Budget.builder("b", BudgetAmount.usd(Budget.LIMIT_MAX)).build();

        assertThat(budget.amountAt(BigDecimal.TEN)).isEqualTo(usd("10000000000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0.5", "10.000001", "0.0000001", "1e999999999", "1e-999999999", "0e999999999"})
    void refusesThresholdsOutOfRangeAtOnce(String threshold) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetThreshold.at(threshold))
                .withMessageStartingWith("a threshold must be in (0, 10] with at most 6 decimals: ");
    }

    @Test
    void refusesNoThresholdsTooManyAndTwoSeverities() {
        Budget.Builder budget = Budget.builder("b", usd("1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget.thresholds(List.of()).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget.thresholds(Collections.nCopies(21, BudgetThreshold.at("1")))
                        .build())
                .withMessage("budget b: thresholds must be 1 to 20: 21");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget.thresholds(List.of(
                                BudgetThreshold.at("1"), new BudgetThreshold(BigDecimal.ONE, AlertSeverity.INFO)))
                        .build())
                .withMessage("budget b: threshold 1 has two severities");
    }

    @ParameterizedTest
    @CsvSource({
        "0, budget b: limit must be above zero",
        "-5, budget b: limit must be above zero",
        "1000000000000.01, budget b: limit must be above zero and at most 1000000000000"
    })
    void refusesLimitsOutOfRange(String limit, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.builder("b", usd(limit)).build())
                .withMessageContaining(says);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.builder("b", BudgetAmount.tokens(Budget.TOKENS_MAX + 1))
                        .build());
    }

    @Test
    void refusesWhatContradictsItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.builder("b", usd("1"))
                        .scope(BudgetDimension.TEAM, "care")
                        .each(BudgetDimension.TEAM)
                        .build())
                .withMessage("budget b: team must be in scope or in each, not in both");
        BudgetPeriod session = BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneId.of("UTC"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.builder("b", usd("1")).period(session).build())
                .withMessage("budget b: period session needs session in scope or in each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.builder("b", usd("1"))
                        .each(BudgetDimension.SESSION)
                        .period(session)
                        .forecast(true)
                        .build())
                .withMessageContaining("has no end");
    }

    @Test
    void refusesTextsThatForgeLines() {
        for (String text : List.of("", "a\nb", "\u202e", "x".repeat(257))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Budget.builder(text, usd("1")).build())
                    .withMessageStartingWith("budget id must be");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Budget.builder("b", usd("1")).name(text).build())
                    .withMessageStartingWith("budget b: name ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Budget.builder("b", usd("1"))
                            .scope(BudgetDimension.TEAM, text)
                            .build())
                    .withMessageStartingWith("budget b: scope team ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "id":"payments-daily"     | "id":7                    | a budget must have id, a string
            "name":"Payments"         | "title":"Payments"        | a budget must have name, a string
            "team":"payments"         | "planet":"earth"          | scope must be of team, task_type
            "team":"payments"         | "team":7                  | a budget must have team, a string
            "type":"day"              | "type":"fortnight"        | type must be one of hour, day, week, month, session
            "timezone":"UTC"          | "timezone":"Mars/Olympus" | timezone must be a name of the IANA database
            "limit_usd":"12.5"        | "limit_usd":12.5          | a budget must have limit_usd, a string
            "limit_usd":"12.5"        | "limit_usd":"much"        | limit_usd must be a decimal string
            "limit_usd":"12.5"        | "limit_usd":"1e999999999" | limit_usd must be an amount
            "limit_usd":"12.5"        | "limit":"1"               | either limit_usd or limit_tokens
            "limit_usd":"12.5"        | "limit_usd":"1","limit_tokens":1 | either limit_usd or limit_tokens
            "limit_usd":"12.5"        | "limit_tokens":1.5        | limit_tokens, a whole number
            "ratio":"0.5"             | "ratio":0.5               | a budget must have ratio, a string
            "ratio":"0.5"             | "ratio":"1e999999999"     | a threshold must be in (0, 10]
            "severity":"info"         | "severity":"loud"         | severity must be one of info, warning, critical
            "action":"alert"          | "action":"explode"        | action must be one of alert, block
            "action":"alert"          | "id":"b","action":"alert" | not a budget
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

    @ParameterizedTest
    @CsvSource({"PT10M, 2", "PT20M, 2", "PT25H, 2", "PT1H, 1", "PT1H, 1001", "PT1H, 1e999999999"})
    void refusesAPaceThatCannotBeMeasured(String window, String factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BurnRate(Duration.parse(window), new BigDecimal(factor)))
                .withMessageStartingWith("burn_rate ");
    }
}
