package io.spendstream.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.cli.letters.Sorting.Sorted;
import io.spendstream.contract.Readmission;
import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters again and keeps what became of them, both in one transaction. There is one such sender at a time: to
 * create another ends the first, at its next transaction and before it has committed it.
 */
final class LetterSender implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "spendstream-dead-letters";
    private static final String REFUSAL_HEADERS = "spendstream.";

    private final KafkaProducer<byte[], byte[]> producer;
    private final String operator;

    /** Creates a sender on behalf of {@code operator}; from then on nobody else sends letters. */
    LetterSender(Map<String, Object> kafka, String operator) {
        FailPoint.announce();
        this.operator = operator;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.REQUEST_BYTES_MAX);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /** Sends {@code letters}; all of them, or, if this fails, none. */
    void send(List<Sorted> letters, Instant now) {
        producer.beginTransaction();
        try {
            FailPoint.OPERATOR_BEFORE_RESEND.hit();
            List<@Nullable Future<RecordMetadata>> sent = new ArrayList<>();
            for (Sorted sorted : letters) {
                sent.add(sorted.fate().isSent() ? producer.send(usageRecord(sorted, now)) : null);
            }
            producer.flush();
            FailPoint.OPERATOR_AFTER_RESEND.hit();
            for (int i = 0; i < letters.size(); i++) {
                Resendable letter = letters.get(i).letter();
                var kept = producer.send(new ProducerRecord<>(
                        Topic.DEAD_LETTER_REPLAYS.topicName(),
                        letter.id().getBytes(UTF_8),
                        new Replay(now, operator, placeOf(sent.get(i))).toJson()));
                Objects.requireNonNull(kept);
            }
            FailPoint.OPERATOR_BEFORE_RESEND_COMMIT.hit();
            producer.commitTransaction();
            FailPoint.OPERATOR_AFTER_RESEND_COMMIT.hit();
        } catch (RuntimeException e) {
            abort(e);
            throw e;
        }
    }

    private void abort(RuntimeException cause) {
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            cause.addSuppressed(e); // a sender that was replaced cannot even abort: the broker has done so
        }
    }

    /** Returns where a letter went, which was flushed; null for one that went nowhere. */
    private static @Nullable String placeOf(@Nullable Future<RecordMetadata> sent) {
        if (sent == null) {
            return null;
        }
        RecordMetadata metadata;
        try {
            metadata = sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the letters were not sent, nor those of the same batch", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while letters were sent", e);
        }
        return "%s/%d@%d".formatted(metadata.topic(), metadata.partition(), metadata.offset());
    }

    private ProducerRecord<byte[], byte[]> usageRecord(Sorted sorted, Instant now) {
        Resendable letter = sorted.letter();
        Headers headers = new RecordHeaders();
        letter.headers().forEach(header -> {
            if (!header.key().startsWith(REFUSAL_HEADERS)) {
                headers.add(header);
            }
        });
        if (sorted.fate() == Fate.READMIT) {
            Readmission.add(headers, operator, now);
        }
        return new ProducerRecord<>(Topic.USAGE.topicName(), null, letter.key(), letter.value(), headers);
    }

    @Override
    public void close() {
        producer.close();
    }
}
