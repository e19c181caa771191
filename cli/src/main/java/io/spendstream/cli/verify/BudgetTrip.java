package io.spendstream.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.stream.budget.BudgetPublisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A budget with a limit so low that what was just spent exceeds it: does the warning come, once? */
final class BudgetTrip {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Money LIMIT = Money.of("0.000001");

    private BudgetTrip() {}

    static void check(Connection connection, String run, List<Table.Row> rows, Evidence evidence, Progress progress)
            throws Exception {
        Budget budget = Budget.builder(run, BudgetAmount.usd(LIMIT))
                .name("Daily budget")
                .scope(BudgetDimension.TASK_TYPE, rows.get(0).taskType())
                .thresholds("1")
                .build();
        try (var publisher = new BudgetPublisher(connection.kafkaProperties())) {
            publisher.publish(budget);
            List<JsonNode> alerts = Verification.await(
                    progress, "waiting for the alert", () -> alertsOf(connection, run), found -> !found.isEmpty());
            publisher.delete(budget);
            String message = alerts.isEmpty()
                    ? "no alert came"
                    : alerts.get(0).path("data").path("message").asText();
            evidence.check(
                    "a lowered threshold trips the budget warning, once",
                    alerts.size() == 1 && message.startsWith("Daily budget exceeded: $"),
                    alerts.isEmpty()
                            ? message
                            : "%s\nalert id %s"
                                    .formatted(message, alerts.get(0).path("id").asText()));
        }
    }

    private static List<JsonNode> alertsOf(Connection connection, String budgetId) {
        List<JsonNode> alerts = new ArrayList<>();
        TopicScan.run(connection.kafkaProperties(), Topic.BUDGET_ALERTS, record -> {
            byte @Nullable [] key = record.key();
            if (key != null && new String(key, StandardCharsets.UTF_8).equals(budgetId)) {
                alerts.add(parse(record.value()));
            }
            return true;
        });
        return alerts;
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new IllegalStateException("an alert is not JSON", e);
        }
    }
}
