package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetAlertTest {
    static final BudgetAlert EXCEEDED = alert(Budget.globalDaily(Money.of("5")), "1", "4.98", "5.024999");
    static final BudgetAlert WARNING = alert(BudgetTest.TEAM_BUDGET, "0.8", "9.99", "10");

    @Test
    void saysThatADailyBudgetIsExceeded() {
        assertThat(EXCEEDED.message()).isEqualTo("Daily budget exceeded: $5.02 of $5.00 on 2026-11-21");
        assertThat(EXCEEDED.isExceeded()).isTrue();
    }

    @Test
    void saysHowFarABudgetIsSpent() {
        assertThat(WARNING.message()).isEqualTo("Payments at 80%: $10.00 of $12.50 on 2026-11-21");
        assertThat(WARNING.isExceeded()).isFalse();
        assertThat(alert(BudgetTest.TEAM_BUDGET, "0.125", "0", "1.5625").message())
                .isEqualTo("Payments at 12.5%: $1.56 of $12.50 on 2026-11-21");
    }

    @ParameterizedTest
    @CsvSource({
        "1234567.891, $1234567.89",
        "1, $1.00",
        "0.99, $0.99",
        "0.5, $0.50",
        "0.123456, $0.123456",
        "0.0001, $0.0001",
        "0.00000049, $0.00",
        "0, $0.00",
        "-2.5, $-2.50"
    })
    void showsCentsAndMoreDecimalsOnlyWhereCentsWouldHideTheAmount(String amount, String shown) {
        assertThat(alert(Budget.globalDaily(Money.of("5")), "1", "0", amount).message())
                .startsWith("Daily budget exceeded: " + shown + " of $5.00");
    }

    @Test
    void hasOneIdPerBudgetDayAndThresholdHoweverTheThresholdIsWritten() {
        Budget budget = Budget.globalDaily(Money.of("5"));

        assertThat(EXCEEDED.id()).isEqualTo("global-daily|2026-11-21|actual|1");
        assertThat(alert(budget, "1.00", "4", "6").id()).isEqualTo(EXCEEDED.id());
        assertThat(alert(budget, "1E1", "4", "60").id()).isEqualTo("global-daily|2026-11-21|actual|10");
    }

    @Test
    void isACloudEventWithAmountsInExactCents() throws IOException {
        JsonNode event = new ObjectMapper().readTree(BudgetAlertJson.write(EXCEEDED));

        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("id").asText()).isEqualTo(EXCEEDED.id());
        assertThat(event.path("type").asText()).isEqualTo(BudgetAlertJson.TYPE);
        JsonNode data = event.path("data");
        assertThat(data.path("severity").asText()).isEqualTo("critical");
        assertThat(new BigDecimal(data.path("spend").path("used_cents").asText()))
                .isEqualByComparingTo("502.4999");
        assertThat(new BigDecimal(data.path("spend").path("before_cents").asText()))
                .isEqualByComparingTo("498");
        assertThat(new BigDecimal(data.path("budget").path("limit_cents").asText()))
                .isEqualByComparingTo("500");
        assertThat(data.path("spend").path("used_ratio").asText()).isEqualTo("1.00499980");
        assertThat(data.path("budget").path("period").path("end").asText()).isEqualTo("2026-11-22T00:00:00Z");
        assertThat(data.path("message").asText()).isEqualTo(EXCEEDED.message());
    }

    @Test
    void isAWarningBelowTheLimit() throws IOException {
        JsonNode data =
                new ObjectMapper().readTree(BudgetAlertJson.write(WARNING)).path("data");

        assertThat(data.path("severity").asText()).isEqualTo("warning");
        assertThat(data.path("threshold").path("ratio").asText()).isEqualTo("0.8");
        assertThat(new BigDecimal(data.path("threshold").path("amount_cents").asText()))
                .isEqualByComparingTo("1000");
    }

    private static BudgetAlert alert(Budget budget, String threshold, String before, String after) {
        return new BudgetAlert(
                budget,
                LocalDate.of(2026, 11, 21),
                new BigDecimal(threshold),
                Money.of(before),
                Money.of(after),
                Examples.RECORDED_AT);
    }
}
