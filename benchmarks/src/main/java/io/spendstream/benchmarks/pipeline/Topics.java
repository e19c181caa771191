package io.spendstream.benchmarks.pipeline;

import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.LedgerLineJson;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TopicSetup;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.stream.pricing.PriceBook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics and what fills them. */
final class Topics {
    /** How many partitions every topic has. */
    static final int PARTITIONS = 4;

    private static final int TRANSACTION_LINES = 2_000;

    private static final Map<String, Object> FAST = Map.of(
            "linger.ms", "20",
            "batch.size", "262144",
            "max.in.flight.requests.per.connection", "1");

    private Topics() {}

    static Map<String, Object> settings(String servers) {
        return Map.of("bootstrap.servers", servers);
    }

    /** Creates our topics and {@code others}. */
    static void create(Admin admin, String... others) throws ExecutionException, InterruptedException {
        TopicSetup.ensure(admin, PARTITIONS, (short) 1);
        for (String other : others) {
            admin.createTopics(List.of(new NewTopic(other, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Fills {@code topic} with {@code count} events keyed by their ids. */
    static void fill(String servers, String topic, int count) {
        var settings = new HashMap<>(FAST);
        settings.putAll(settings(servers));
        var workload = new Workload();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                UsageEvent event = workload.next(Instant.now());
                var unused = producer.send(new ProducerRecord<>(
                        topic, event.eventId().getBytes(StandardCharsets.UTF_8), UsageEventJson.write(event)));
            }
        }
    }

    /** Fills the ledger with {@code count} lines in transactions, as the stream processor writes them. */
    static void fillLedger(String servers, int count) {
        var settings = new HashMap<>(FAST);
        settings.putAll(settings(servers));
        settings.put("transactional.id", "fill");
        PriceBook prices = PriceBook.bundled();
        var workload = new Workload();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int i = 0; i < count; i++) {
                if (i % TRANSACTION_LINES == 0) {
                    if (i > 0) {
                        producer.commitTransaction();
                    }
                    producer.beginTransaction();
                }
                UsageEvent event = workload.next(Instant.now());
                Pricing pricing = prices.price(
                        event.call(),
                        event.attribution().team(),
                        event.usage(),
                        event.usageStatus(),
                        event.timestamp());
                var unused = producer.send(new ProducerRecord<>(
                        Topic.LEDGER.topicName(),
                        event.eventId().getBytes(StandardCharsets.UTF_8),
                        LedgerLineJson.write(LedgerLine.of(event, pricing, Instant.now()))));
            }
            producer.commitTransaction();
        }
    }

    /** Returns the sum of the ends of {@code topic}'s partitions, the markers of transactions counted. */
    static long end(Admin admin, String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return admin.listOffsets(latest).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    /** Returns the sum of the offsets that {@code group} has committed on {@code topic}. */
    static long committed(Admin admin, String group, String topic) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry ->
                        entry.getValue() != null && entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }
}
