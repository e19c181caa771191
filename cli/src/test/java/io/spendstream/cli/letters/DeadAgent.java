package io.spendstream.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.producer.journal.DamageListener;
import io.spendstream.producer.journal.Durability;
import io.spendstream.producer.journal.Journal;
import io.spendstream.producer.journal.JournalDirectory;
import io.spendstream.producer.journal.JournalLimits;
import io.spendstream.producer.journal.JournalRecord;
import io.spendstream.producer.journal.OrphanedJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** An agent that recorded events and died, and one after it that Kafka would not take them from. */
final class DeadAgent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeadAgent() {}

    /** Has {@code events} recorded in {@code journal}, and all of them set aside. */
    static void refuse(Path journal, String... events) throws IOException {
        var directory = new JournalDirectory(journal, InstantSource.system());
        try (Journal agent =
                Journal.begin(directory.create(), new JournalLimits(1 << 20, 1 << 22, 1 << 16), Durability.PROCESS)) {
            for (String event : events) {
                String key = event.startsWith("{")
                        ? JSON.readTree(event).path("event_id").asText()
                        : "broken";
                agent.append(key.getBytes(UTF_8), event.getBytes(UTF_8));
            }
        }
        try (OrphanedJournal dead = directory.adopt(List.of(), new NoDamage()).orElseThrow()) {
            for (JournalRecord record = dead.reader().next();
                    record != null;
                    record = dead.reader().next()) {
                dead.reader().refuse(record);
                dead.reader().acknowledge(record.end());
            }
            dead.delete();
        }
    }

    /** There is none. */
    private static final class NoDamage implements DamageListener {
        @Override
        public void cutOff(Path segment, long offset, long bytes) {
            throw new AssertionError("cut off: " + segment);
        }

        @Override
        public void damaged(Path segment, long offset, long bytes) {
            throw new AssertionError("damaged: " + segment);
        }
    }
}
