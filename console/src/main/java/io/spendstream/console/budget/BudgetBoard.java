package io.spendstream.console.budget;

import io.spendstream.contract.BudgetAlert;
import io.spendstream.contract.BudgetAlertJson;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.contract.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of every budget and the newest alerts, as their topics say. Thread-safe. */
public final class BudgetBoard {
    /** How many alerts are kept. */
    public static final int ALERTS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(BudgetBoard.class);
    private static final Comparator<BudgetAlert> OLDEST_FIRST =
            Comparator.comparing(BudgetAlert::time).thenComparing(BudgetAlert::id);

    private final Consumer<BudgetAlert> listener;

    // guarded by this
    private final Map<BudgetStateKey, BudgetState> states = new HashMap<>();
    private final TreeSet<BudgetAlert> alerts = new TreeSet<>(OLDEST_FIRST);

    /** Creates a board that hands every alert that is news to {@code listener}. */
    public BudgetBoard(Consumer<BudgetAlert> listener) {
        this.listener = listener;
    }

    /**
     * Takes a record of one of the two topics.
     *
     * @param isNews whether it came while the topics were followed, and is not one of those there were
     */
    public void take(ConsumerRecord<byte[], byte[]> record, boolean isNews) {
        try {
            if (record.topic().equals(Topic.BUDGET_STATE.topicName())) {
                takeState(record);
            } else if (record.value() != null) {
                takeAlert(BudgetAlertJson.read(record.value()), isNews);
            }
        } catch (IllegalArgumentException e) {
            // of another release: there is a newer one, or there will be
            LOG.debug("{}-{}@{} cannot be read", record.topic(), record.partition(), record.offset(), e);
        }
    }

    private synchronized void takeState(ConsumerRecord<byte[], byte[]> record) {
        BudgetStateKey key = BudgetStateJson.readKey(record.key());
        if (record.value() == null) {
            states.remove(key);
        } else {
            states.put(key, BudgetStateJson.read(record.value()));
        }
    }

    private void takeAlert(BudgetAlert alert, boolean isNews) {
        synchronized (this) {
            alerts.add(alert);
            if (alerts.size() > ALERTS_MAX) {
                alerts.pollFirst();
            }
        }
        if (isNews) {
            listener.accept(alert);
        }
    }

    /** Returns the states, without the templates of budgets of which some value has a state of its own. */
    synchronized List<BudgetState> states() {
        Set<String> spent = new HashSet<>();
        states.values().stream()
                .filter(state -> !state.allowance().isTemplate())
                .forEach(state -> spent.add(state.allowance().id()));
        return states.values().stream()
                .filter(state -> !state.allowance().isTemplate()
                        || !spent.contains(state.allowance().id()))
                .toList();
    }

    /** Returns the alerts, newest first. */
    synchronized List<BudgetAlert> alerts() {
        return new ArrayList<>(alerts.descendingSet());
    }
}
