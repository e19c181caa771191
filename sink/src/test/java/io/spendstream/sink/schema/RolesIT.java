package io.spendstream.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spendstream.contract.LedgerLineJson;
import io.spendstream.sink.Lines;
import io.spendstream.sink.Tables;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.SpendQuery;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import io.spendstream.sink.write.Span;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesIT {
    private static final String TOPIC = "spendstream.ledger";

    private static TestPostgres postgres;
    private static TestDatabase database;

    @BeforeAll
    static void migrateAsAnOrdinaryUserAndGrantWhenAnAdministratorHasMadeTheRoles() {
        postgres = TestPostgres.start(); // roles belong to a server, and other tests make them
        database = postgres.freshDatabase();
        var admin = new Tables(database);
        admin.execute("CREATE ROLE migrator LOGIN PASSWORD 'm'");
        admin.execute("GRANT CREATE ON SCHEMA public TO migrator");
        assertThat(Schema.migrate(database.jdbcUrl(), "migrator", "m")).isPositive();
        assertThat(Schema.migrate(database.jdbcUrl(), "migrator", "m")).isZero();
        assertThat(admin.number("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'spendstream\\_%er'"))
                .isZero();

        admin.execute("CREATE ROLE spendstream_writer; CREATE ROLE spendstream_reader");
        admin.execute("SELECT grant_spendstream_roles()");
        admin.execute("CREATE ROLE sink LOGIN PASSWORD 's' IN ROLE spendstream_writer");
        admin.execute("CREATE ROLE grafana LOGIN PASSWORD 'g' IN ROLE spendstream_reader");
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void theWriterWritesAndMakesPartitionsAndTheReaderReads() throws SQLException {
        try (Handle sink = Database.at(database.jdbcUrl(), "sink", "s").open()) {
            long epoch = new Positions(TOPIC).claim(sink, 0, new UUID(0, 0), 0).epoch();
            var line = Lines.priced("e-1", "0.5");
            var row = new LedgerRow(0, 0, line, LedgerLineJson.write(line));
            var writer = new BatchWriter(TOPIC);

            writer.write(sink, new Batch(List.of(row, row), List.of(), List.of(new Span(0, epoch, 0, 1))));
        }

        try (LedgerReader reader = LedgerReader.connect(database.jdbcUrl(), "grafana", "g")) {
            var spend = reader.spend(
                    SpendQuery.of(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z")));
            assertThat(spend.total().costExact()).isEqualByComparingTo("0.5");
            assertThat(reader.event("e-1")).hasSize(1);
            assertThat(reader.reconcile().isBalanced()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE token_usage SET cost_exact = 0",
                "DELETE FROM token_usage",
                "TRUNCATE token_usage",
                "DROP TABLE token_usage",
                "CREATE TABLE mine (id INT)",
                "DELETE FROM token_usage_rollup",
                "DELETE FROM sink_position",
                "UPDATE token_usage_rejected SET message = ''",
                "SELECT grant_spendstream_roles()",
                "ALTER TABLE token_usage DISABLE TRIGGER ALL"
            })
    void theWriterMayNot(String sql) {
        assertRefused("sink", "s", sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO token_usage_book VALUES (now(), 'x')",
                "UPDATE sink_position SET epoch = 0",
                "DELETE FROM token_usage",
                "SELECT create_token_usage_partition('2030-01-01')"
            })
    void theReaderMayNot(String sql) {
        assertRefused("grafana", "g", sql);
    }

    private static void assertRefused(String user, String password, String sql) {
        try (Handle handle = Jdbi.open(database.jdbcUrl(), user, password)) {
            assertThatThrownBy(() -> handle.execute(sql))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }
}
