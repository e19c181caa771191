package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.contract.Topic;
import io.spendstream.embedded.EmbeddedKafka;
import io.spendstream.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The sink beside {@code COPY} of the same rows into the same table, and beside the way of the JDBC connectors. All
 * databases are new, with the tables, indexes and partitions of the schema.
 */
public final class SinkContest implements Contest {
    private static final double BAR_COPY = 0.7;
    private static final double BAR_INSERT = 2;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "sink";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> insert = new ArrayList<>();
        List<Double> copy = new ArrayList<>();
        try (var folder = new WorkFolder();
                var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var admin = Admin.create(Topics.settings(kafka.bootstrapServers()))) {
            Topics.create(admin);
            Topics.fillLedger(kafka.bootstrapServers(), effort.events());
            Path rows = folder.resolve("rows.copy");
            for (int round = 1; round <= effort.rounds(); round++) {
                ours.add(ours(effort, kafka, rows));
                copy.add(copy(effort, rows));
                insert.add(insert(effort, kafka, admin, InsertContestant.GROUP_PREFIX + round));
                progress.accept(String.format(
                        Locale.ROOT,
                        "round %d: ours %,.0f, copy %,.0f, insert %,.0f rows/s",
                        round,
                        ours.get(round - 1),
                        copy.get(round - 1),
                        insert.get(round - 1)));
            }
        }
        return List.of(
                new Comparison(
                        "sink",
                        "COPY of the same rows",
                        "rows/s",
                        Sense.HIGHER,
                        new Samples(ours),
                        new Samples(copy),
                        BAR_COPY),
                new Comparison(
                        "sink",
                        "multi-row INSERT, as JDBC connectors",
                        "rows/s",
                        Sense.HIGHER,
                        new Samples(ours),
                        new Samples(insert),
                        BAR_INSERT));
    }

    private static double ours(Effort effort, EmbeddedKafka kafka, Path rows) throws Exception {
        try (var folder = new WorkFolder();
                var postgres = Databases.start(folder)) {
            double rate;
            try (var child = child(SinkContestant.class, folder, kafka, postgres, "spendstream-sink")) {
                rate = Drain.perSecond(effort.events(), () -> Databases.rows(postgres), child);
            }
            if (!Files.exists(rows)) {
                copyOut(Databases.jdbi(postgres), rows);
            }
            return rate;
        }
    }

    private static double insert(Effort effort, EmbeddedKafka kafka, Admin admin, String group) throws Exception {
        try (var folder = new WorkFolder();
                var postgres = Databases.start(folder)) {
            createPartition(Databases.jdbi(postgres));
            long end = Topics.end(admin, Topic.LEDGER.topicName());
            try (var child = child(InsertContestant.class, folder, kafka, postgres, group)) {
                double offsets =
                        Drain.perSecond(end, () -> Topics.committed(admin, group, Topic.LEDGER.topicName()), child);
                return offsets * effort.events() / end;
            }
        }
    }

    private static double copy(Effort effort, Path rows) throws Exception {
        try (var folder = new WorkFolder();
                var postgres = Databases.start(folder)) {
            Jdbi jdbi = Databases.jdbi(postgres);
            createPartition(jdbi);
            return jdbi.withHandle(handle -> {
                long begun = System.nanoTime();
                try (InputStream in = Files.newInputStream(rows)) {
                    long copied = copies(handle.getConnection())
                            .copyIn("COPY token_usage (%s) FROM STDIN".formatted(columns(jdbi)), in);
                    if (copied != effort.events()) {
                        throw new IllegalStateException("copied %d of %d rows".formatted(copied, effort.events()));
                    }
                    return copied * NANOS_PER_SECOND / (System.nanoTime() - begun);
                }
            });
        }
    }

    private static void copyOut(Jdbi jdbi, Path rows) {
        jdbi.useHandle(handle -> {
            try (OutputStream out = Files.newOutputStream(rows)) {
                copies(handle.getConnection())
                        .copyOut("COPY (SELECT %s FROM token_usage) TO STDOUT".formatted(columns(jdbi)), out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static String columns(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
                        FROM information_schema.columns
                        WHERE table_name = 'token_usage' AND table_schema = current_schema() AND is_generated = 'NEVER'
                        """).mapTo(String.class).one());
    }

    private static void createPartition(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("SELECT create_token_usage_partition(current_date)"));
    }

    private static ChildProcess child(
            Class<?> main, WorkFolder folder, EmbeddedKafka kafka, EmbeddedPostgres postgres, String group)
            throws IOException {
        return ChildProcess.start(
                main,
                folder.resolve(main.getSimpleName() + ".log"),
                kafka.bootstrapServers(),
                postgres.jdbcUrl(),
                postgres.user(),
                postgres.password(),
                group);
    }
}
