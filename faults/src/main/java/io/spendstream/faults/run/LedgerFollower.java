package io.spendstream.faults.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Topic;
import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.verify.Check;
import io.spendstream.faults.verify.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ledger while faults go on, as any consumer would: a line that was once committed must be there at the end, at
 * the same place and unchanged.
 */
final class LedgerFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private static final long CLOSE_MILLIS_MAX = 10_000;

    private final Cluster cluster;
    private final Thread thread = new Thread(this::follow, "ledger-follower");
    private final Map<Origin, Long> seen = new HashMap<>(); // guarded by this
    private volatile boolean isClosed;
    private volatile @Nullable KafkaException failure;

    private LedgerFollower(Cluster cluster) {
        this.cluster = cluster;
        thread.setDaemon(true);
    }

    static LedgerFollower start(Cluster cluster) {
        var follower = new LedgerFollower(cluster);
        follower.thread.start();
        return follower;
    }

    private void follow() {
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.reader().consumer(true)) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.LEDGER.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            while (!isClosed) {
                consumer.poll(POLL).forEach(this::see);
            }
        } catch (KafkaException e) {
            failure = e;
        }
    }

    private synchronized void see(ConsumerRecord<byte[], byte[]> record) {
        seen.put(new Origin(record.partition(), record.offset()), digest(record));
    }

    private static long digest(ConsumerRecord<byte[], byte[]> record) {
        var crc = new CRC32C();
        crc.update(record.key());
        crc.update(record.value());
        return crc.getValue();
    }

    /** Returns the check of what was seen against the {@code records} there are at the end. */
    synchronized Check check(Collection<ConsumerRecord<byte[], byte[]>> records) {
        Map<Origin, ConsumerRecord<byte[], byte[]>> last = new HashMap<>();
        records.forEach(record -> last.put(new Origin(record.partition(), record.offset()), record));
        List<String> differences = new ArrayList<>();
        if (failure != null) {
            differences.add("the follower ended before the run did: " + failure.getMessage());
        }
        if (seen.isEmpty()) {
            differences.add("nobody followed");
        }
        new TreeMap<>(seen).forEach((origin, digest) -> {
            ConsumerRecord<byte[], byte[]> record = last.get(origin);
            if (record == null) {
                differences.add("the committed line at %s is gone".formatted(origin));
            } else if (digest(record) != digest) {
                differences.add("the committed line at %s has changed to %s"
                        .formatted(origin, new String(record.value(), UTF_8)));
            }
        });
        return new Check("committed lines stay as they are", seen.size(), differences);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
