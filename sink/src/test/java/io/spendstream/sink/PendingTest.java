package io.spendstream.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.LedgerLineJson;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecord;
import io.spendstream.sink.write.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingTest {
    private static final byte[] LINE = LedgerLineJson.write(Lines.priced("e-1", "1"));

    private final Claims claims = new Claims();
    private final Pending pending = new Pending();

    @BeforeEach
    void claim() {
        claims.claimed(0, new Claims.Claim(7, 100));
        claims.claimed(1, new Claims.Claim(3, 50));
    }

    @Test
    void whatWasPolledBecomesABatchThatBeginsAtThePositions() {
        pending.add(polled(1, 52, List.of(record(1, 51, LINE))));
        pending.add(polled(
                0, 105, List.of(record(0, 100, LINE), record(0, 102, "?".getBytes(UTF_8)), record(0, 103, null))));
        pending.add(polled(0, 107, List.of(record(0, 106, LINE))));

        Batch batch = pending.batch(claims);

        assertThat(pending.size()).isEqualTo(5);
        assertThat(batch.spans()).containsExactly(new Span(0, 7, 100, 107), new Span(1, 3, 50, 52));
        assertThat(batch.rows()).extracting(LedgerRow::offset).containsExactly(100L, 106L, 51L);
        assertThat(batch.rejected()).extracting(RejectedRecord::offset).containsExactly(102L, 103L);
    }

    @Test
    void aPartitionThatIsSomebodyElsesIsForgotten() {
        pending.add(polled(0, 101, List.of(record(0, 100, LINE))));
        pending.add(polled(1, 51, List.of(record(1, 50, LINE))));

        pending.drop(0);

        assertThat(pending.size()).isEqualTo(1);
        assertThat(pending.batch(claims).spans()).containsExactly(new Span(1, 3, 50, 51));
    }

    @Test
    void aPositionMayMoveWithoutALine() {
        pending.add(polled(0, 100, List.of()));
        assertThat(pending.hasMoved(claims)).isFalse();

        pending.add(polled(0, 103, List.of()));
        assertThat(pending.hasMoved(claims)).isTrue();
        assertThat(pending.size()).isZero();
        assertThat(pending.batch(claims).spans()).containsExactly(new Span(0, 7, 100, 103));
    }

    @Test
    void knowsTheAgeOfItsOldestRecord() {
        assertThat(pending.oldestMillis()).isEqualTo(Pending.NONE);

        pending.add(polled(0, 103, List.of(record(0, 101, LINE), record(0, 102, LINE))));

        assertThat(pending.oldestMillis()).isEqualTo(1101);
        assertThat(pending.newestMillis()).isEqualTo(1102);
    }

    @Test
    void whatNobodyClaimedIsABug() {
        pending.add(polled(5, 1, List.of(record(5, 0, LINE))));

        assertThatThrownBy(() -> pending.batch(claims)).hasMessageContaining("partition is not claimed: 5");
    }

    private static ConsumerRecords<byte[], byte[]> polled(
            int partition, long next, List<ConsumerRecord<byte[], byte[]>> records) {
        TopicPartition topicPartition = LedgerTopic.partition(partition);
        return new ConsumerRecords<>(
                records.isEmpty() ? Map.of() : Map.of(topicPartition, records),
                Map.of(topicPartition, new OffsetAndMetadata(next)));
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                LedgerTopic.partition(partition).topic(),
                partition,
                offset,
                1000 + offset,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
