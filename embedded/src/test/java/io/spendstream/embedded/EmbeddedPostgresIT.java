package io.spendstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
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
    void adoptsServerThatItsKilledProcessLeftBehind() throws Exception {
        try (var other = KilledProcess.start(PostgresToKill.class, directory)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining(directory.toString());
            other.kill();
        }
        PostmasterFile orphan = PostmasterFile.in(directory.resolve("cluster")).orElseThrow();
        assertThat(orphan.isRunning()).isTrue();

        try (var postgres = EmbeddedPostgres.start(directory, portKeptIn(directory))) {
            assertThat(orphan.isRunning()).isFalse();
            assertThat(query(postgres, "SELECT id FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void recoversWhenTheServerItselfIsKilled() throws Exception {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            execute(postgres, "CREATE TABLE kept (id int)");
            execute(postgres, "INSERT INTO kept VALUES (7)");
            kill(PostmasterFile.in(directory.resolve("cluster")).orElseThrow());

            postgres.stopImmediately();
            postgres.startAgain();

            assertThat(query(postgres, "SELECT id FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void startsWhenAnotherProgramGotTheNumberOfTheKilledServer() throws Exception {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            execute(postgres, "CREATE TABLE kept (id int)");
        }
        Path file = directory.resolve("cluster").resolve("postmaster.pid");
        Files.writeString(
                file,
                "%d\n%s\n1700000000\n5432\n".formatted(ProcessHandle.current().pid(), directory.resolve("cluster")));

        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(query(postgres, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    @Test
    void saysWhatTheServerSaidWhenASettingIsBad() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            execute(postgres, "ALTER SYSTEM SET shared_preload_libraries = 'no_such_library'");
            postgres.stopImmediately();

            assertThatThrownBy(postgres::startAgain)
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("no_such_library")
                    .hasMessageContaining(postgres.dataDirectory().toString());
        }
    }

    @Test
    void startsAfterItsMakingWasInterrupted() throws Exception {
        Files.createDirectories(directory.resolve("cluster.new").resolve("base"));
        Files.writeString(directory.resolve("cluster.new").resolve("PG_VERSION"), "17\n");

        try (var postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void livesInDirectoryWithBlanksInItsName() throws SQLException {
        try (var postgres = EmbeddedPostgres.start(directory.resolve("my data's"), 0)) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
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

    @Test
    void refusesDirectoryTheShellWouldReadOtherwise() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory.resolve("$(id)"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(directory.resolve("$(id)").toString());
        assertThat(directory).isEmptyDirectory();
    }

    private static int portKeptIn(Path directory) throws IOException {
        return Integer.parseInt(Files.readString(directory.resolve("port")).strip());
    }

    private static void kill(PostmasterFile postmaster) throws Exception {
        ProcessHandle process = ProcessHandle.of(postmaster.pid()).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().get(30, TimeUnit.SECONDS);
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

    /** Has one row committed. */
    static final class PostgresToKill {
        private PostgresToKill() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
            execute(postgres, "CREATE TABLE kept (id int)");
            execute(postgres, "INSERT INTO kept VALUES (7)");
            KilledProcess.waitToBeKilled();
        }
    }
}
