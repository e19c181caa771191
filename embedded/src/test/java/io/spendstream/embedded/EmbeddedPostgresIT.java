package io.spendstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path directory;

    @Test
    void keepsRowsPortAndPasswordAcrossRestart() throws SQLException {
        int port;
        String password;
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            port = postgres.port();
            password = postgres.password();
            execute(postgres, "CREATE TABLE kept (id int)");
            execute(postgres, "INSERT INTO kept VALUES (7)");
        }

        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.password()).isEqualTo(password);
            assertThat(query(postgres, "SELECT id FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void recoversCommittedRowsAfterImmediateStop() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            execute(postgres, "CREATE TABLE kept (id int)");
            execute(postgres, "INSERT INTO kept SELECT generate_series(1, 10000)");

            postgres.stopImmediately();
            postgres.startAgain();

            assertThat(query(postgres, "SELECT count(*) FROM kept")).isEqualTo("10000");
        }
    }

    @Test
    void isDurableAndInUtc() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "SELECT boot_val FROM pg_settings WHERE name = 'TimeZone'"))
                    .isEqualTo("GMT");
            assertThat(query(postgres, "SELECT reset_val FROM pg_settings WHERE name = 'log_timezone'"))
                    .isEqualTo("UTC");
        }
    }

    @Test
    void refusesBusyPortBeforeWritingAnything() throws Exception {
        Path untouched = directory.resolve("untouched");
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(untouched, other.getLocalPort()))
                    .asInstanceOf(type(PortInUseException.class))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
                    .satisfies(e -> assertThat(e.server()).contains("PostgreSQL"));
        }
        assertThat(Files.exists(untouched)).isFalse();
    }

    @Test
    void refusesSecondServerOnOneDirectory() {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining(postgres.dataDirectory().toString());
        }
    }

    @Test
    void refusesWrongPassword() {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
