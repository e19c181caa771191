package io.spendstream.cli.prices;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Topic;
import io.spendstream.sink.report.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the tables are behind the ledger topic. A correction that is worked out from the tables is refused by the
 * stream processor if the ledger has gone on since, but that remembers only so long.
 */
final class SinkLag {
    private static final Duration LAG_MAX = Duration.ofDays(1);

    private final Connection connection;

    SinkLag(Connection connection) {
        this.connection = connection;
    }

    /**
     * Checks that the tables are not far behind.
     *
     * @throws IllegalStateException if they are
     */
    void requireSmall(Freshness tables) {
        Instant recordedAt = tables.recordedAt();
        if (recordedAt == null) {
            return; // nothing to correct
        }
        try (Consumer<byte[], byte[]> consumer = TopicScan.open(connection.kafkaProperties())) {
            long later = recordedAt.plus(LAG_MAX).toEpochMilli();
            Map<TopicPartition, Long> times = consumer.partitionsFor(Topic.LEDGER.topicName()).stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(partition.topic(), partition.partition()),
                            partition -> later));
            if (consumer.offsetsForTimes(times).values().stream().anyMatch(Objects::nonNull)) {
                throw new IllegalStateException(
                        "the tables are complete to %s only, the ledger is more than a day further; let the sink catch up"
                                .formatted(recordedAt));
            }
        }
    }
}
