package io.spendstream.cli.letters;

import io.spendstream.producer.journal.DamageListener;
import io.spendstream.producer.journal.RefusedEvents;
import io.spendstream.producer.journal.RefusedEvents.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * An event that Kafka refused and an agent set aside in {@code refused.journal}.
 *
 * @param refused the event and where it is
 */
record JournalEvent(Refused refused) implements Resendable {
    private static final String WHY = "refused_by_kafka";

    /** Returns those below {@code journal}; what cannot be read there is said to {@code warnings}. */
    static List<JournalEvent> in(Path journal, Consumer<String> warnings) throws IOException {
        return RefusedEvents.in(journal, new Damage(warnings)).stream()
                .map(JournalEvent::new)
                .toList();
    }

    /** Returns how to say that none is called {@code name}. */
    static IllegalArgumentException noSuch(String name) {
        return new IllegalArgumentException(
                "no event that was set aside is called %s; journal list names them".formatted(name));
    }

    /** Returns its name with the event's own, because a file that somebody removed may begin anew. */
    @Override
    public String id() {
        return "refused.journal %s %s".formatted(name(), keyText());
    }

    @Override
    public String name() {
        return refused.writer() + "@" + refused.offset();
    }

    @Override
    public String refusedFor() {
        return WHY;
    }

    @Override
    public byte[] key() {
        return refused.record().key();
    }

    @Override
    public byte[] value() {
        return refused.record().value();
    }

    @Override
    public Headers headers() {
        return new RecordHeaders();
    }

    /** Says what is no event. */
    private record Damage(Consumer<String> warnings) implements DamageListener {
        @Override
        public void cutOff(Path segment, long offset, long bytes) {
            warnings.accept(
                    "%s ends in part of an event, at %d: it may be written just now".formatted(segment, offset));
        }

        @Override
        public void damaged(Path segment, long offset, long bytes) {
            warnings.accept("%s: %d bytes from %d on cannot be read".formatted(segment, bytes, offset));
        }
    }
}
