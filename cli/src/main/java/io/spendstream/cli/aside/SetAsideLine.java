package io.spendstream.cli.aside;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.cli.Output;
import io.spendstream.cli.connection.Connection;
import io.spendstream.contract.Topic;
import io.spendstream.sink.LedgerRecord;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.RejectedRecord;
import io.spendstream.sink.write.RejectedRecords;
import io.spendstream.sink.write.SetAsideRecord;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A record of the ledger that a sink set aside, as people see it: named by partition and offset, such as {@code 2@117}.
 *
 * @param kept the record
 */
record SetAsideLine(SetAsideRecord kept) {
    SetAsideLine {
        requireNonNull(kept, "kept");
    }

    /** Opens the database of {@code connection}. */
    static Jdbi open(Connection connection) {
        return Database.forLongWork(
                connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword(), "spendstream-set-aside", null);
    }

    /** Hands over all there are, partition by partition in the order of offsets. */
    static void each(Jdbi database, Consumer<SetAsideLine> lines) {
        database.useHandle(handle -> RejectedRecords.each(
                handle, Topic.LEDGER.topicName(), record -> lines.accept(new SetAsideLine(record))));
    }

    /** Returns how to say that none is called {@code name}. */
    static IllegalArgumentException noSuch(String name) {
        return new IllegalArgumentException(
                "no ledger line that was set aside is called %s; set-aside list names them".formatted(name));
    }

    String name() {
        return rejected().partition() + "@" + rejected().offset();
    }

    RejectedRecord rejected() {
        return kept.record();
    }

    /** Returns how many bytes it has. */
    int bytes() {
        byte[] value = rejected().record();
        return value == null ? 0 : value.length;
    }

    String text() {
        byte[] value = rejected().record();
        return value == null ? "" : new String(value, UTF_8);
    }

    /** Returns why it was set aside. */
    String why() {
        String state = rejected().sqlState();
        return state == null
                ? rejected().message()
                : "%s: %s".formatted(state, rejected().message());
    }

    /** Returns the first line of why: a database goes on with the whole row. */
    String whyInShort() {
        return firstLine(why());
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Returns what became of it. */
    String outcome() {
        return kept.outcome()
                .map(done -> "written after all by %s at %s".formatted(done.operator(), done.at()))
                .orElse("no");
    }

    /** Reads it with this version of the program. */
    Read read() {
        var read = new Read();
        LedgerRecord.read(
                rejected().partition(), rejected().offset(), rejected().record(), read::row, read::refused);
        return read;
    }

    ObjectNode toJson() {
        ObjectNode node = Output.object();
        node.put("id", name());
        node.put("partition", rejected().partition());
        node.put("offset", rejected().offset());
        node.put("sqlstate", rejected().sqlState());
        node.put("message", rejected().message());
        node.put("rejected_at", kept.rejectedAt().toString());
        node.put(
                "readmitted_at",
                kept.outcome().map(done -> done.at().toString()).orElse(null));
        node.put(
                "readmitted_by",
                kept.outcome().map(SetAsideRecord.Readmitted::operator).orElse(null));
        node.put("bytes", bytes());
        node.put("value", text());
        return node;
    }

    /** What this version makes of it: a line, or why it is none. */
    static final class Read {
        private @Nullable LedgerRow row;
        private String why = "";

        private void row(LedgerRow read) {
            row = read;
        }

        private void refused(RejectedRecord record) {
            why = record.message();
        }

        @Nullable
        LedgerRow row() {
            return row;
        }

        String why() {
            return why;
        }
    }
}
