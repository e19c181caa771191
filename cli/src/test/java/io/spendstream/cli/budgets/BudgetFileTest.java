package io.spendstream.cli.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Golden;
import io.spendstream.contract.AlertSeverity;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAction;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetThreshold;
import io.spendstream.contract.BurnRate;
import io.spendstream.contract.Money;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people may write into a file of budgets, and what they are told. */
final class BudgetFileTest {
    @TempDir
    Path directory;

    @Test
    void whatIsNotSaidIsUsual() {
        assertThat(BudgetFile.read("b.yaml", """
                        budgets:
                          - id: all
                            limit_usd: 12.50
                        """))
                .containsExactly(Budget.builder("all", BudgetAmount.usd(Money.of("12.5")))
                        .build());
    }

    @Test
    void everythingCanBeSaid() {
        assertThat(BudgetFile.read("b.yaml", """
                        budgets:
                          - id: everything
                            name: "Everything: at once"
                            scope: {team: search, environment: "*"}
                            each: [session, model]
                            period: month
                            timezone: Asia/Kolkata
                            week_start: sunday
                            day_of_month: 15
                            limit_tokens: 1000000
                            thresholds: [0.5, {ratio: 1.0, severity: warning}]
                            action: block
                            forecast: true
                            burn_rate: {window: 1h, factor: 3}
                            owner: platform
                        """))
                .containsExactly(Budget.builder("everything", BudgetAmount.tokens(1_000_000))
                        .name("Everything: at once")
                        .scope(BudgetDimension.TEAM, "search")
                        .each(BudgetDimension.SESSION)
                        .each(BudgetDimension.MODEL)
                        .period(new BudgetPeriod(
                                BudgetPeriod.Type.MONTH, ZoneId.of("Asia/Kolkata"), DayOfWeek.SUNDAY, 15))
                        .thresholds(List.of(
                                BudgetThreshold.at("0.5"), new BudgetThreshold(BigDecimal.ONE, AlertSeverity.WARNING)))
                        .action(BudgetAction.BLOCK)
                        .forecast(true)
                        .burnRate(new BurnRate(Duration.ofHours(1), BigDecimal.valueOf(3)))
                        .owner("platform")
                        .build());
    }

    @Test
    void saysEverythingThatIsWrongWithFileLineAndField() throws Exception {
        Path file = directory.resolve("budgets.yaml");
        Files.writeString(file, """
                budgets:
                  - id: one
                    limit_usd: much
                    period: fortnight
                    timezone: Mars/Olympus
                    tiemzone: UTC
                  - id: two
                    limit_usd: 0
                  - name: three
                    limit_usd: 5
                    limit_tokens: 5
                    each: planet
                    scope: {city: x}
                  - id: four
                    limit_usd: 5
                    thresholds: [0.5, 11, {severity: loud}]
                    action: explode
                    forecast: maybe
                    burn_rate: {window: 10m, factor: 0.5}
                  - id: five
                    limit_usd: 5
                    period: session
                  - id: six
                    limit_usd: 5
                    scope: {team: a}
                    each: [team]
                  - id: six
                    limit_usd: 5
                    day_of_month: 31
                budget: {}
                """);

        CommandRun run = CommandRun.of("budgets", "check", file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        Golden.assertMatches("budgets/wrong.txt", run.err().replace(file.toString(), "budgets.yaml"));
    }

    @Test
    void saysWhereYamlEnds() {
        assertThatExceptionOfType(BudgetFileException.class)
                .isThrownBy(() -> BudgetFile.read("b.yaml", "budgets:\n  - id: [a\n"))
                .withMessageStartingWith("b.yaml:2: not well-formed: ");
        assertThatExceptionOfType(BudgetFileException.class)
                .isThrownBy(() -> BudgetFile.read("b.yaml", ""))
                .withMessage("b.yaml:1: must be an object with the field budgets");
        assertThatExceptionOfType(BudgetFileException.class)
                .isThrownBy(() -> BudgetFile.read("b.yaml", "- a"))
                .withMessageContaining("b.yaml:1:");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {budgets: [{id: a, limit_usd: 1, owner: null}]}                         | b.yaml:1: owner: has no value; leave the field out
            {budgets: [{id: a, limit_usd: 1, owner: *x}]}                           | b.yaml:1: anchors and aliases
            {budgets: [{id: a, limit_usd: 1, limit_usd: 2}]}                        | b.yaml:1: limit_usd: stands twice
            {budgets: [a]}                                                          | b.yaml:1: budgets[0]: must be an object with fields
            {budgets: [{id: a, limit_usd: 1, thresholds: [[1]]}]}                   | b.yaml:1: budgets[0].thresholds[0]: must be a share
            {budgets: [{id: a, limit_usd: 1, name: "\u0007"}]}                      | b.yaml
            {budgets: [{id: a, limit_usd: 1, scope: {team: }}]}                     | b.yaml:1: budgets[0].scope.team: must not be empty
            {budget: []}                                                            | b.yaml:1: needs the field budgets
            """)
    void refusesWhatTwoReadersCouldUnderstandDifferently(String text, String said) {
        assertThatExceptionOfType(BudgetFileException.class)
                .isThrownBy(() -> BudgetFile.read("b.yaml", text))
                .withMessageContaining(said);
    }

    @Test
    void theExampleIsRight() {
        CommandRun run = CommandRun.of("budgets", "check", "../docs/budgets.example.yaml");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        Golden.assertMatches(
                "budgets/example.txt", run.out().replaceAll("\\S*docs/budgets.example.yaml", "budgets.example.yaml"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        CommandRun run = CommandRun.of("budgets", "check", "no-such-file.yaml");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("no-such-file.yaml");
    }
}
