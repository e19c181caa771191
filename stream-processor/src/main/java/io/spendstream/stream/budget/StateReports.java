package io.spendstream.stream.budget;

import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetState;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.BudgetStateKey;
import io.spendstream.contract.BudgetWindow;
import io.spendstream.contract.Tally;
import io.spendstream.stream.bytes.ByteReader;
import io.spendstream.stream.bytes.ByteWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which states are to be sent, and which were: what is no more must be taken back under the key it was sent with.
 *
 * <pre>
 * key of the state, as JSON → generation: 8 bytes, window end: varint, seconds since 1970
 * </pre>
 */
final class StateReports {
    private final KeyValueStore<byte[], byte[]> sent;
    private final MergedCells cells;
    private final Set<Subject> changed = new LinkedHashSet<>();

    private record Subject(String budgetId, List<String> values) {}

    StateReports(KeyValueStore<byte[], byte[]> sent, MergedCells cells) {
        this.sent = sent;
        this.cells = cells;
    }

    /** Asks for the state of what {@code values} may spend; without values, though the budget has some, of a template. */
    void ask(Definition definition, List<String> values) {
        changed.add(new Subject(definition.budget().id(), values));
    }

    /** Sends, through {@code exit}, what was asked for. */
    void send(BudgetBook book, Instant now, BiConsumer<byte[], @Nullable BudgetState> exit) {
        for (Subject subject : changed) {
            Definition definition = book.find(subject.budgetId);
            boolean isAboutIt = definition != null
                    && (subject.values.isEmpty()
                            || subject.values.size()
                                    == definition.budget().each().size());
            if (definition != null && isAboutIt) {
                BudgetState state = state(definition, subject.values, now);
                byte[] key = BudgetStateJson.writeKey(state.key());
                note(key, definition, state.allowance().window());
                exit.accept(key, state);
            }
        }
        changed.clear();
    }

    private BudgetState state(Definition definition, List<String> values, Instant now) {
        Budget budget = definition.budget();
        BudgetWindow window = budget.period().windowAt(now);
        Tally spent = cells.get(BudgetCell.of(definition, values, window)).tally();
        return BudgetState.of(
                budget,
                budget.allowance(values.isEmpty() ? Map.of() : definition.named(values), window),
                budget.limit().unit().of(spent),
                spent.unpricedCalls(),
                now);
    }

    private void note(byte[] key, Definition definition, BudgetWindow window) {
        var bytes = new ByteWriter(16);
        bytes.putLong(definition.generation());
        bytes.putVarint(window.end().getEpochSecond());
        byte[] noted = bytes.toByteArray();
        if (!Arrays.equals(sent.get(key), noted)) {
            sent.put(key, noted);
        }
    }

    /** Takes back, through {@code exit}, the states of what is not in {@code book} and those that ended before {@code oldest}. */
    void takeBack(BudgetBook book, Instant oldest, BiConsumer<byte[], @Nullable BudgetState> exit) {
        List<byte[]> gone = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = sent.all()) {
            while (stored.hasNext()) {
                KeyValue<byte[], byte[]> next = stored.next();
                if (isGone(next, book, oldest)) {
                    gone.add(next.key);
                }
            }
        }
        gone.forEach(key -> {
            sent.delete(key);
            exit.accept(key, null);
        });
    }

    private static boolean isGone(KeyValue<byte[], byte[]> state, BudgetBook book, Instant oldest) {
        BudgetStateKey key = BudgetStateJson.readKey(state.key);
        Definition definition = book.find(key.budgetId());
        var bytes = new ByteReader(state.value);
        return definition == null
                || definition.generation() != bytes.getLong()
                || bytes.getVarint() < oldest.getEpochSecond();
    }

    /** Takes back, through {@code exit}, the state of a session that was forgotten. */
    void takeBack(Definition definition, List<String> values, BiConsumer<byte[], @Nullable BudgetState> exit) {
        var key = new BudgetStateKey(definition.budget().id(), definition.named(values));
        byte[] bytes = BudgetStateJson.writeKey(key);
        if (sent.delete(bytes) != null) {
            exit.accept(bytes, null);
        }
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }
}
