package io.spendstream.stream.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.PricingStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The events of one partition that want a price, and by which prices they were already looked up in vain.
 *
 * <pre>
 * event id → what the ledger says of the event, all entries added up, as JSON
 * byte 0   → version of the prices that have none for any of them; absent if some were not looked up
 * </pre>
 *
 * <p>They wait until a price comes, however long that takes. Used by one thread, that of its task.
 */
final class WaitingLines {
    /** The store's name. */
    static final String STORE = "waiting";

    private static final byte[] TRIED = {0}; // no event id has a control character
    private static final byte[] FIRST = {1};

    private final KeyValueStore<byte[], byte[]> store;
    private byte[] next = FIRST;
    private @Nullable String nextVersion;

    /**
     * Some lines that wait.
     *
     * @param lines the lines
     * @param isLast whether all have been looked at with these
     */
    record Slice(List<LedgerLine> lines, boolean isLast) {}

    /** Continues from what {@code store} holds. */
    WaitingLines(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** Takes note of what the ledger says of an event from now on. */
    void note(LedgerLine known) {
        byte[] key = known.eventId().getBytes(UTF_8);
        if (known.pricing().status() == PricingStatus.UNPRICED) {
            store.put(key, LedgerLineJson.write(known));
            // another instance may not have the prices yet that this one tried
            if (!Objects.equals(tried(), known.pricing().bookVersion())) {
                store.delete(TRIED);
            }
        } else if (known.entry() > 0) {
            store.delete(key);
        }
    }

    /** Returns what the ledger says of the event, if it waits for a price. */
    @Nullable
    LedgerLine find(String eventId) {
        byte @Nullable [] line = store.get(eventId.getBytes(UTF_8));
        return line == null ? null : LedgerLineJson.read(line);
    }

    /** Returns whether anything waits. */
    boolean isEmpty() {
        try (KeyValueIterator<byte[], byte[]> lines = store.range(FIRST, null)) {
            return !lines.hasNext();
        }
    }

    /** Returns the next lines, at most {@code max}, to be looked up by the prices of {@code version}. */
    Slice next(String version, int max) {
        if (version.equals(tried())) {
            return new Slice(List.of(), true);
        }
        if (!version.equals(nextVersion)) {
            nextVersion = version;
            next = FIRST;
        }
        List<LedgerLine> lines = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> stored = store.range(next, null)) {
            while (stored.hasNext() && lines.size() < max) {
                KeyValue<byte[], byte[]> line = stored.next();
                lines.add(LedgerLineJson.read(line.value));
                next = Arrays.copyOf(line.key, line.key.length + 1); // the first key after it
            }
            return new Slice(lines, !stored.hasNext());
        }
    }

    /** Notes that all lines have been looked up by the prices of {@code version}. */
    void finish(String version) {
        if (!version.equals(tried())) {
            store.put(TRIED, version.getBytes(UTF_8));
        }
        nextVersion = null;
    }

    private @Nullable String tried() {
        byte @Nullable [] version = store.get(TRIED);
        return version == null ? null : new String(requireNonNull(version), UTF_8);
    }
}
