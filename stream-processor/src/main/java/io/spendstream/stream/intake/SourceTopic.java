package io.spendstream.stream.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spendstream.contract.Topic;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which usage topic the state of a partition was made from. A topic of the same name that was made anew holds other events
 * at the same offsets, and those of the old one that were not processed are gone: to go on as if nothing had happened
 * would lose them without a word. The id is kept beside the arrivals, in the state itself, so that both are as old.
 *
 * <pre>
 * "topic" → id of the topic (16 bytes)
 * </pre>
 */
final class SourceTopic {
    private static final byte[] KEY = "topic".getBytes(US_ASCII);

    private final KeyValueStore<byte[], byte[]> store;
    private final @Nullable UUID current;
    private boolean isKept;

    /**
     * @param store the store of {@link Arrivals}
     * @param current the id of the topic there is now; null where topics have none
     */
    SourceTopic(KeyValueStore<byte[], byte[]> store, @Nullable UUID current) {
        this.store = store;
        this.current = current;
    }

    /**
     * Checks that the state was made from the topic there is.
     *
     * @throws SourceChangedException if it was made from another
     */
    void check() {
        byte @Nullable [] kept = store.get(KEY);
        isKept = kept != null;
        if (kept == null || current == null) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(kept);
        var before = new UUID(buffer.getLong(), buffer.getLong());
        if (!before.equals(current)) {
            throw new SourceChangedException(
                    "topic %s was made anew: its id is %s, that of the topic whose events were counted was %s. Bring the old topic back; or, if its events that were not processed yet may be given up, give the stream processor a new application.id"
                            .formatted(Topic.USAGE, current, before));
        }
    }

    /** Writes the id down, with the first record of this partition. */
    void keep() {
        if (!isKept && current != null) {
            store.put(
                    KEY,
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(current.getMostSignificantBits())
                            .putLong(current.getLeastSignificantBits())
                            .array());
            isKept = true;
        }
    }
}
