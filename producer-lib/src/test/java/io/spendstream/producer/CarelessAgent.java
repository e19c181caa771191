package io.spendstream.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Topic;
import io.spendstream.contract.failpoint.FailPoint;
import io.spendstream.producer.journal.DamageListener;
import io.spendstream.producer.journal.Durability;
import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.JournalLimits;
import io.spendstream.producer.journal.JournalReader;
import io.spendstream.producer.journal.JournalRecord;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An agent as it must not be: it lets go of an event before Kafka has it. With the arguments of {@link CrashingAgent}; a
 * test that does not find out about it finds out about nothing.
 */
final class CarelessAgent {
    private static final int EVENTS = 100;

    private CarelessAgent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        FailPoint.announce();
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0], "compression.type", "lz4");
        var directory = new JournalDirectory(Path.of(arguments[1]), InstantSource.system());
        var limits = new JournalLimits(JournalLimits.SEGMENT_BYTES_MIN, 1L << 30, 1 << 16);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                OutputStream promised =
                        new FileOutputStream(Path.of(arguments[2]).toFile())) {
            Journal journal = Journal.begin(directory.create(), limits, Durability.PROCESS);
            JournalReader reader = journal.reader(new Deaf());
            for (int i = 0; i < EVENTS; i++) {
                String id = arguments[3] + "_" + i;
                journal.append(id.getBytes(UTF_8), CrashingAgent.bytes(id));
                promised.write((id + "\n").getBytes(UTF_8));
                JournalRecord record = reader.next();
                if (record == null) {
                    throw new IllegalStateException("nothing to read after " + id);
                }
                reader.acknowledge(record.end());
                producer.send(new ProducerRecord<>(Topic.USAGE.topicName(), record.key(), record.value()))
                        .get();
            }
        }
    }

    private static final class Deaf implements DamageListener {
        @Override
        public void cutOff(Path segment, long offset, long bytes) {
            throw new IllegalStateException("cut off: " + segment);
        }

        @Override
        public void damaged(Path segment, long offset, long bytes) {
            throw new IllegalStateException("damaged: " + segment);
        }
    }
}
