package io.spendstream.cli.letters;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.DeadLetter;
import io.spendstream.contract.RejectionReason;
import io.spendstream.contract.Topic;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A refused record.
 *
 * @param place where it is among the dead letters
 * @param why why and where it was refused
 * @param key its key
 * @param value its value
 * @param headers all its headers, those of the refusal too
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(LetterPlace place, DeadLetter why, byte @Nullable [] key, byte[] value, Headers headers)
        implements Resendable {
    /** In the order the records came in. */
    static final Comparator<Letter> BY_ARRIVAL = Comparator.comparing(
                    (Letter letter) -> letter.why().arrivedAt())
            .thenComparing(letter -> letter.why().offset());

    Letter {
        requireNonNull(place, "place");
        requireNonNull(why, "why");
    }

    /** Hands over every dead letter there is, partition by partition, and says to {@code progress} how far it is. */
    static void each(Map<String, Object> kafka, Progress progress, Consumer<Letter> letters) {
        TopicScan.run(kafka, Topic.DEAD_LETTERS, progress, record -> {
            letters.accept(of(record));
            return true;
        });
    }

    private static Letter of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        return new Letter(
                new LetterPlace(record.partition(), record.offset()),
                DeadLetter.fromHeaders(record.headers()),
                record.key(),
                value == null ? new byte[0] : value,
                record.headers());
    }

    /**
     * Checks that {@code reason} is a reason code.
     *
     * @throws IllegalArgumentException if it is none
     */
    static void requireReason(String reason) {
        if (RejectionReason.of(reason).isEmpty()) {
            throw new IllegalArgumentException("--reason must be one of %s: %s"
                    .formatted(
                            Arrays.stream(RejectionReason.values())
                                    .map(RejectionReason::wireName)
                                    .collect(Collectors.joining(", ")),
                            reason));
        }
    }

    /** Returns the record's origin, {@code topic/partition@offset}. */
    String origin() {
        return "%s/%d@%d".formatted(why.topic(), why.partition(), why.offset());
    }

    /** Returns what names the letter for good: also should the topic be made anew and the place be another letter's. */
    @Override
    public String id() {
        return "%s %s".formatted(place, origin());
    }

    @Override
    public String name() {
        return place.toString();
    }

    @Override
    public String refusedFor() {
        return why.reason().wireName();
    }
}
