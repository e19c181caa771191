package io.spendstream.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    @TempDir
    private Path data;

    @Test
    void isNotFoundWhereNoInstanceEverRan() throws IOException {
        assertThat(Connection.find(data)).isEmpty();
        assertThat(Connection.find(data.resolve("none"))).isEmpty();
    }

    @Test
    void isNotFoundIfTheInstanceDiedWithoutRemovingIt() throws Exception {
        connection().save(data);
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path file = data.resolve("instance.properties");
        Files.writeString(file, Files.readString(file).replaceAll("pid=\\d+", "pid=" + dead.pid()));

        assertThat(Connection.find(data)).isEmpty();
    }

    @Test
    void isNotFoundIfAnotherProcessHasTheNumberOfADeadOne() throws IOException {
        connection().save(data);
        Path file = data.resolve("instance.properties");
        Files.writeString(
                file, Files.readString(file).replaceAll("started=.*", "started=2026-11-21T20\\\\:43\\\\:27Z"));

        assertThat(Connection.find(data)).isEmpty();
    }

    @Test
    void isNotFoundInAFileThatSaysNothing() throws IOException {
        Files.writeString(data.resolve("instance.properties"), "");
        assertThat(Connection.find(data)).isEmpty();

        Files.writeString(data.resolve("instance.properties"), "pid=many\n");
        assertThat(Connection.find(data)).isEmpty();
    }

    @Test
    void isFoundAsItWasSaved() throws IOException {
        connection().save(data);

        assertThat(Connection.find(data)).contains(connection());
    }

    @Test
    void isReadableByItsOwnerOnlyForItHasThePassword() throws IOException {
        connection().save(data);

        Path file = data.resolve("instance.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isGoneWhenItIsForgotten() throws IOException {
        connection().save(data);
        Connection.forget(data);
        Connection.forget(data);

        assertThat(Connection.find(data)).isEmpty();
    }

    private static Connection connection() {
        return new Connection(
                "127.0.0.1:9092",
                "jdbc:postgresql://127.0.0.1:5433/spendstream",
                "spendstream",
                "p\u00e4ss=w#ord",
                Optional.of("http://127.0.0.1:9464/metrics"),
                Path.of("/data/journal"),
                Map.of("security.protocol", "PLAINTEXT"));
    }
}
