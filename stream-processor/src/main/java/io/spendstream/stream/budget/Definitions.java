package io.spendstream.stream.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetJson;
import io.spendstream.contract.RejectedException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets in force in this process: those on {@link io.spendstream.contract.Topic#BUDGETS}, and the standing one
 * unless it is redefined or deleted there. A record that cannot be read is logged and counted, and the definition before
 * it stays in force; it stops nothing.
 *
 * <p>Thread-safe: one thread follows, any may ask.
 */
public final class Definitions {
    private static final Logger LOG = LoggerFactory.getLogger(Definitions.class);

    private final AtomicLong refused = new AtomicLong();
    private final Map<String, Definition> byId = new TreeMap<>(); // guarded by this
    private volatile @Nullable BudgetBook book; // null if something changed since it was made

    /** Begins with {@code standing}. */
    public Definitions(Budget standing) {
        byId.put(standing.id(), Definition.of(standing));
    }

    /** Returns the budgets in force now; the same object until one changes. */
    BudgetBook inForce() {
        BudgetBook latest = book;
        return latest == null ? makeBook() : latest;
    }

    /** Made when it is asked for: at a start, ten thousand definitions come one by one and nobody asks. */
    private synchronized BudgetBook makeBook() {
        BudgetBook latest = book;
        if (latest == null) {
            latest = new BudgetBook(byId.values());
            book = latest;
        }
        return latest;
    }

    /** Returns how many definitions were refused since the process started. */
    public long refused() {
        return refused.get();
    }

    /** Returns what follows the topic: first all that is on it, then what comes. */
    public Processor<byte[], byte[], Void, Void> follower() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], byte[]> record) {
                take(record.key(), record.value());
            }
        };
    }

    private void take(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            refuse("the key must be the budget's id");
            return;
        }
        String id = new String(key, UTF_8);
        try {
            put(id, value == null || BudgetJson.isDeleted(value) ? null : read(id, value));
        } catch (IllegalArgumentException | RejectedException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private static Definition read(String id, byte[] value) {
        Budget budget = BudgetJson.read(value);
        if (!budget.id().equals(id)) {
            throw new IllegalArgumentException("the key must be the budget's id, " + budget.id());
        }
        return Definition.of(budget);
    }

    private synchronized void put(String id, @Nullable Definition definition) {
        if (definition == null) {
            byId.remove(id);
        } else {
            byId.put(id, definition);
        }
        book = null;
    }

    private void refuse(String reason) {
        refused.incrementAndGet();
        LOG.error("a budget definition is refused and changes nothing: {}", reason);
    }
}
