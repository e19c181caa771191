package io.spendstream.cli.prices;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import io.spendstream.stream.book.BookTopic;
import io.spendstream.stream.book.PublishedBook;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The price book on the prices topic of an installation. */
public final class ClusterBook {
    private ClusterBook() {}

    /** Returns what the topic says now. */
    static BookTopic read(Connection connection, Progress progress) {
        return read(connection.kafkaProperties(), progress);
    }

    /** Returns what the topic says now, read with the Kafka client properties {@code kafka}. */
    public static BookTopic read(Map<String, Object> kafka, Progress progress) {
        var topic = new BookTopic();
        TopicScan.run(kafka, Topic.PRICES, progress, record -> {
            topic.take(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()));
            return true;
        });
        return topic;
    }

    /**
     * Returns the book that was applied to the installation last, or empty if none ever was: then each stream processor
     * prices by the book it was configured with.
     *
     * @throws IllegalStateException if one was applied that cannot be used
     */
    public static Optional<PublishedBook> inForce(Connection connection, Progress progress) {
        return inForce(read(connection, progress));
    }

    /** Returns the book that {@code topic} says is in force; see above. */
    static Optional<PublishedBook> inForce(BookTopic topic) {
        if (topic.said() instanceof BookTopic.Said.Broken broken) {
            throw new IllegalStateException(
                    "the book on the prices topic cannot be used (%s); apply a good one with spendstream prices apply"
                            .formatted(broken.reason()));
        }
        return topic.book();
    }
}
