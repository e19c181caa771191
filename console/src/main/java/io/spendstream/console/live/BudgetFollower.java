package io.spendstream.console.live;

import io.spendstream.console.budget.BudgetBoard;
import io.spendstream.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Follows the topics of budget states and alerts, from their beginning. */
public final class BudgetFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final BudgetBoard board;
    private final Map<TopicPartition, Long> newsFrom = new HashMap<>(); // used by the follower's thread
    private final Follower follower;

    private BudgetFollower(Map<String, Object> settings, BudgetBoard board) {
        this.board = board;
        follower = Follower.start("console-budgets", settings, this::follow);
    }

    /** Starts to hand records to {@code board}. */
    public static BudgetFollower start(Map<String, Object> settings, BudgetBoard board) {
        return new BudgetFollower(settings, board);
    }

    private void follow(Consumer<byte[], byte[]> consumer, Follower thread) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : List.of(Topic.BUDGET_STATE, Topic.BUDGET_ALERTS)) {
            partitions.addAll(Follower.partitions(consumer, topic.topicName()));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        // where it followed before, it goes on telling: what came in between is news to those who look
        consumer.endOffsets(partitions).forEach(newsFrom::putIfAbsent);
        while (!thread.isClosing()) {
            consumer.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        boolean isNews = record.offset() >= newsFrom.getOrDefault(partition, 0L);
        if (isNews) {
            newsFrom.put(partition, record.offset() + 1);
        }
        board.take(record, isNews);
    }

    @Override
    public void close() {
        follower.close();
    }
}
