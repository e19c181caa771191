package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** What goes over the wire, byte by byte, and that what went over it before is still understood. */
class WireFormatGoldenTest {
    private static final List<UsageEvent> EVENTS = List.of(
            Examples.minimalEvent(), Examples.fullEvent(), Examples.provisionalEvent(), Examples.missingEvent());
    private static final List<LedgerLine> LINES = List.of(
            Examples.pricedLine(), Examples.unpricedLine(), Examples.unmeteredLine(), Examples.fullCorrection());
    private static final List<Budget> BUDGETS = List.of(
            Budget.globalDaily(Money.of("5")), BudgetTest.TEAM_BUDGET, BudgetTest.LOOP_GUARD, BudgetTest.TOKEN_WEEK);
    private static final List<BudgetAlert> ALERTS =
            List.of(BudgetAlertTest.EXCEEDED, BudgetAlertTest.WARNING, BudgetAlertTest.LOOP, BudgetAlertTest.FORECAST);

    @Test
    void usageEvent() throws IOException {
        Golden.assertMatches(
                "usage-event", EVENTS.stream().map(UsageEventJson::write).toList());

        assertThat(Golden.records("usage-event").stream().map(UsageEventJson::read))
                .containsExactlyElementsOf(EVENTS);
    }

    @Test
    void ledgerLine() throws IOException {
        Golden.assertMatches(
                "ledger-line", LINES.stream().map(LedgerLineJson::write).toList());

        assertThat(Golden.records("ledger-line").stream().map(LedgerLineJson::read))
                .containsExactlyElementsOf(LINES);
    }

    @Test
    void keyOfATotal() throws IOException {
        Golden.assertMatches(
                "total-key",
                TotalJsonTest.KEYS.stream().map(TotalJson::writeKey).toList());

        assertThat(Golden.records("total-key").stream().map(TotalJson::readKey))
                .containsExactlyElementsOf(TotalJsonTest.KEYS);
    }

    @Test
    void total() throws IOException {
        Golden.assertMatches(
                "total",
                TotalJsonTest.TOTALS.stream().map(TotalJson::writeTotal).toList());

        assertThat(Golden.records("total").stream().map(TotalJson::readTotal))
                .containsExactlyElementsOf(TotalJsonTest.TOTALS);
    }

    @Test
    void budget() throws IOException {
        Golden.assertMatches("budget", BUDGETS.stream().map(BudgetJson::write).toList());

        assertThat(Golden.records("budget").stream().map(BudgetJson::read)).containsExactlyElementsOf(BUDGETS);
    }

    @Test
    void budgetAlert() throws IOException {
        Golden.assertMatches(
                "budget-alert", ALERTS.stream().map(BudgetAlertJson::write).toList());

        assertThat(Golden.records("budget-alert").stream().map(BudgetAlertJson::read))
                .containsExactlyElementsOf(ALERTS);
    }

    @Test
    void budgetState() throws IOException {
        Golden.assertMatches(
                "budget-state",
                BudgetStateTest.STATES.stream().map(BudgetStateJson::write).toList());
        Golden.assertMatches(
                "budget-state-key",
                BudgetStateTest.STATES.stream()
                        .map(state -> BudgetStateJson.writeKey(state.key()))
                        .toList());

        assertThat(Golden.records("budget-state").stream().map(BudgetStateJson::read))
                .containsExactlyElementsOf(BudgetStateTest.STATES);
        assertThat(Golden.records("budget-state-key").stream().map(BudgetStateJson::readKey))
                .containsExactlyElementsOf(
                        BudgetStateTest.STATES.stream().map(BudgetState::key).toList());
    }

    @Test
    void headersOfADeadLetter() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (Header header : DeadLetterTest.LETTER.toHeaders()) {
            String value = new String(header.value(), StandardCharsets.UTF_8);
            lines.add("%s: %s".formatted(header.key(), value).getBytes(StandardCharsets.UTF_8));
        }

        Golden.assertMatches("dead-letter-headers", lines);
    }

    @Test
    void namesOfReasonsClassesAndDimensions() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (RejectionReason reason : RejectionReason.values()) {
            lines.add(("reason " + reason.wireName()).getBytes(StandardCharsets.UTF_8));
        }
        for (UsageClass usageClass : UsageClass.all()) {
            lines.add(("class " + usageClass.wireName()).getBytes(StandardCharsets.UTF_8));
        }
        for (Dimension dimension : Dimension.values()) {
            lines.add(("dimension " + dimension.wireName()).getBytes(StandardCharsets.UTF_8));
        }

        Golden.assertMatches("names", lines);
    }
}
