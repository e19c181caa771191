package io.spendstream.cli.budgets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.contract.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an installation's topics say of budgets now.
 *
 * @param budgets the definitions, by id; without the one every installation starts with, unless it was redefined
 * @param states what was spent, as of the last change
 */
record DefinedBudgets(Map<String, Budget> budgets, List<BudgetState> states) {
    static DefinedBudgets of(Connection connection, Progress progress) {
        Map<String, Budget> budgets = new TreeMap<>();
        TopicScan.run(connection.kafkaProperties(), Topic.BUDGETS, progress, record -> {
            take(record, budgets);
            return true;
        });
        Map<BudgetStateKey, BudgetState> states = new LinkedHashMap<>();
        TopicScan.run(connection.kafkaProperties(), Topic.BUDGET_STATE, progress, record -> {
            takeState(record, states);
            return true;
        });
        return new DefinedBudgets(budgets, new ArrayList<>(states.values()));
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, Budget> budgets) {
        if (record.key() == null) {
            return;
        }
        String id = new String(record.key(), UTF_8);
        try {
            if (record.value() == null || BudgetJson.isDeleted(record.value())) {
                budgets.remove(id);
            } else {
                budgets.put(id, BudgetJson.read(record.value()));
            }
        } catch (IllegalArgumentException e) {
            // what the stream processor refuses changes nothing here either
        }
    }

    private static void takeState(ConsumerRecord<byte[], byte[]> record, Map<BudgetStateKey, BudgetState> states) {
        try {
            BudgetStateKey key = BudgetStateJson.readKey(record.key());
            if (record.value() == null) {
                states.remove(key);
            } else {
                states.put(key, BudgetStateJson.read(record.value()));
            }
        } catch (IllegalArgumentException e) {
            // a state of another release: there is a newer one, or there will be
        }
    }

    /** Returns the states of the budget with {@code id}, those with the highest share of the limit first. */
    List<BudgetState> statesOf(String id) {
        return states.stream()
                .filter(state -> state.allowance().id().equals(id))
                .sorted((a, b) -> b.ratio().compareTo(a.ratio()))
                .toList();
    }
}
