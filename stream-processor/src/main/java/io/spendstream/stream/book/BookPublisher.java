package io.spendstream.stream.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Topic;
import io.spendstream.stream.pricing.PriceBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts books in force, on behalf of people: all files of one in one transaction, so that nobody ever reads half of it.
 * Of two that publish at once, one fails and says so.
 */
public final class BookPublisher implements AutoCloseable {
    /** The most bytes one file of a book may have. */
    public static final int FILE_BYTES_MAX = 7 << 20;

    private static final String TRANSACTIONAL_ID = "spendstream-prices";
    private static final int PARTITION = 0;

    private final Producer<byte[], byte[]> producer;

    /** Creates a publisher with the given client settings, such as {@code bootstrap.servers}. */
    public BookPublisher(Map<String, ?> kafkaSettings) {
        this(new KafkaProducer<>(
                producerSettings(kafkaSettings), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    BookPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    private static Map<String, Object> producerSettings(Map<String, ?> kafkaSettings) {
        var settings = new HashMap<String, Object>(kafkaSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.REQUEST_BYTES_MAX);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }

    /**
     * Puts the book of these files in force and returns when the brokers have it.
     *
     * @param bundled the files of the bundled book it is or extends, their texts by name
     * @param own its further files, their texts by name
     * @param there the keys of the files on the topic, which are removed unless the book has them
     * @return the book's version
     * @throws io.spendstream.stream.pricing.PriceBookException if the book breaks a rule; then nothing is published
     * @throws IllegalArgumentException if a file is too large
     * @throws ExecutionException if the brokers refused it; then nothing is in force that was not before
     */
    public String publish(Map<String, String> bundled, Map<String, String> own, String operator, Set<String> there)
            throws ExecutionException, InterruptedException {
        bundled.forEach(BookPublisher::requireFits);
        own.forEach(BookPublisher::requireFits);
        PriceBook book = PublishedBook.open(bundled, own);
        var head = new BookHead(book.version(), operator, BookRecords.digests(bundled), BookRecords.digests(own));
        Map<String, byte[]> records = BookRecords.write(head, bundled, own);
        Set<String> removed = new TreeSet<>(there);
        removed.removeAll(records.keySet());

        producer.initTransactions();
        producer.beginTransaction();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            removed.forEach(key -> sent.add(send(key, null)));
            records.forEach((key, text) -> sent.add(send(key, text)));
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
            producer.commitTransaction();
        } catch (KafkaException | ExecutionException | InterruptedException e) {
            producer.abortTransaction();
            throw e;
        }
        return book.version();
    }

    private static void requireFits(String name, String text) {
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > FILE_BYTES_MAX) {
            throw new IllegalArgumentException("a file of a price book must have at most %d bytes: %s has %d; split it"
                    .formatted(FILE_BYTES_MAX, name, bytes));
        }
    }

    private Future<RecordMetadata> send(String key, byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(Topic.PRICES.topicName(), PARTITION, key.getBytes(UTF_8), value));
    }

    @Override
    public void close() {
        producer.close();
    }
}
