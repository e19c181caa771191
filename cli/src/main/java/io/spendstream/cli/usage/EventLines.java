package io.spendstream.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.contract.RejectedException;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageEventJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends usage events, one JSON object a line. Lines that are wrong are sent too, as they are: the stream processor puts
 * them, whole, into the dead letters, so that nothing that was sent is lost. They are said on standard error with
 * their line number.
 */
final class EventLines {
    /** How long Kafka may take to say where the topic is; the client's own minute would feel like hanging. */
    private static final String ANSWER_WITHIN_MILLIS = "10000";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final Progress progress;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long lineNumber;
    private long wrong;

    EventLines(Connection connection, PrintWriter err) {
        this.connection = connection;
        this.progress = Progress.on(err);
    }

    /** Sends every line of {@code in}; returns whether all were right and acknowledged. */
    boolean send(InputStream in) throws IOException {
        try (Work work = progress.begin("sending lines to " + connection.bootstrapServers(), "acknowledged", 0);
                Producer<byte[], byte[]> producer = open();
                var input = new BufferedInputStream(in, 1 << 16)) {
            byte @Nullable [] line = readLine(input);
            while (line != null && failure.get() == null) {
                if (line.length > 0) {
                    send(producer, line, work);
                }
                line = readLine(input);
            }
            producer.flush();
        }
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException(
                    "Kafka at %s did not take a line: %s".formatted(connection.bootstrapServers(), cause.getMessage()),
                    cause);
        }
        progress.say("%,d events sent and acknowledged, %,d of them wrong and left to the dead letters"
                .formatted(acknowledged.get(), wrong));
        return wrong == 0;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears the outcome
    private void send(Producer<byte[], byte[]> producer, byte[] line, Work work) {
        byte @Nullable [] key;
        try {
            key = UsageEventJson.read(line).eventId().getBytes(StandardCharsets.UTF_8);
        } catch (RejectedException e) {
            wrong++;
            progress.say("line %d: %s: %s".formatted(lineNumber, e.reason().wireName(), e.getMessage()));
            key = idOf(line);
        }
        producer.send(new ProducerRecord<>(Topic.USAGE.topicName(), key, line), (metadata, problem) -> {
            if (problem == null) {
                acknowledged.incrementAndGet();
                work.advance(1);
            } else {
                failure.compareAndSet(null, problem);
            }
        });
    }

    /** Returns the id that a wrong line still has, so that its dead letter can be found by it. */
    private static byte @Nullable [] idOf(byte[] line) {
        if (line.length > UsageEventJson.RECORD_BYTES_MAX) {
            return null;
        }
        try {
            JsonNode id = JSON.readTree(line).path("event_id");
            return id.isTextual() ? id.textValue().getBytes(StandardCharsets.UTF_8) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the next line without its end, or null at the end. A line may be as long as the topic takes. */
    private byte @Nullable [] readLine(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            return null;
        }
        lineNumber++;
        var line = new ByteArrayOutputStream(512);
        while (next >= 0 && next != '\n') {
            if (line.size() >= Topic.REQUEST_BYTES_MAX) {
                throw new IOException("line %d is longer than %d bytes; neither it nor what follows was sent"
                        .formatted(lineNumber, Topic.REQUEST_BYTES_MAX));
            }
            line.write(next);
            next = in.read();
        }
        byte[] bytes = line.toByteArray();
        boolean endsWithReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return endsWithReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private Producer<byte[], byte[]> open() {
        Map<String, Object> properties = new TreeMap<>(connection.kafkaProperties());
        properties.putIfAbsent("max.block.ms", ANSWER_WITHIN_MILLIS);
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("compression.type", "lz4");
        properties.put("linger.ms", "5");
        properties.put("max.request.size", String.valueOf(Topic.REQUEST_BYTES_MAX));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
