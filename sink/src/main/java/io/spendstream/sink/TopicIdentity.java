package io.spendstream.sink;

import io.spendstream.contract.Topic;
import java.util.UUID;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether the ledger topic is still the one whose positions the tables have. In a topic that was deleted and made anew
 * while a sink reads it, the same offsets are other lines: the consumer would go on in the middle of it without a word. So
 * the topic's id is asked for after each poll, while the batch fills, and looked at before the batch is written. Not
 * thread-safe.
 */
final class TopicIdentity {
    private final LedgerTopic topic;
    private @Nullable UUID claimed;
    private @Nullable KafkaFuture<UUID> answer;

    TopicIdentity(LedgerTopic topic) {
        this.topic = topic;
    }

    /** Says that the positions are those of the topic {@code id}. */
    void claimed(UUID id) {
        claimed = id;
        answer = null;
    }

    /** Asks for the id of the topic there is now. */
    void ask() {
        answer = topic.askId();
    }

    /**
     * Looks at the latest answer.
     *
     * @throws org.apache.kafka.common.errors.RetriableException if the broker does not answer in time, or has no such topic
     * @throws SinkStoppedException if it is another topic than the one that was claimed
     */
    void requireSame() {
        if (answer == null || claimed == null) {
            return; // nothing was read since
        }
        UUID found = LedgerTopic.get(answer);
        if (!found.equals(claimed)) {
            throw otherTopic(found, claimed);
        }
    }

    static SinkStoppedException otherTopic(UUID found, UUID claimed) {
        return new SinkStoppedException(
                "topic %s is not the one the table was written from: its id is %s, that one's was %s. Bring the old topic back, or move the tables away to start over"
                        .formatted(Topic.LEDGER, found, claimed),
                null);
    }
}
