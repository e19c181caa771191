package io.spendstream.cli.prices;

import io.spendstream.cli.instance.Connection;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import io.spendstream.stream.book.BookTopic;
import java.time.Instant;
import java.util.Map;

/** The price book on the prices topic of an installation. */
public final class ClusterBook {
    private ClusterBook() {}

    /** Returns what the topic says now. */
    static BookTopic read(Connection connection) {
        return read(connection.kafkaProperties());
    }

    /** Returns what the topic says now, read with the Kafka client properties {@code kafka}. */
    public static BookTopic read(Map<String, Object> kafka) {
        var topic = new BookTopic();
        TopicScan.run(kafka, Topic.PRICES, record -> {
            topic.take(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()));
            return true;
        });
        return topic;
    }
}
