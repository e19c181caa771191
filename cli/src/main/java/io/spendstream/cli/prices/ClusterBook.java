package io.spendstream.cli.prices;

import io.spendstream.cli.instance.Connection;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import io.spendstream.stream.book.BookTopic;
import java.time.Instant;

/** The price book on the prices topic of an installation. */
final class ClusterBook {
    private ClusterBook() {}

    /** Returns what the topic says now. */
    static BookTopic read(Connection connection) {
        var topic = new BookTopic();
        TopicScan.run(connection.kafkaProperties(), Topic.PRICES, record -> {
            topic.take(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()));
            return true;
        });
        return topic;
    }
}
