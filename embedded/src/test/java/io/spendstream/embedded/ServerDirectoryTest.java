package io.spendstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerDirectoryTest {
    @TempDir
    Path path;

    @Test
    void isHeldOnceByWhateverName() throws IOException {
        Path link = Files.createSymbolicLink(path.resolve("link"), Files.createDirectory(path.resolve("data")));

        try (var held = ServerDirectory.take(path.resolve("data"))) {
            assertThat(held.path()).isEqualTo(path.resolve("data"));
            assertThatThrownBy(() -> ServerDirectory.take(link))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining("this one");
        }
    }

    @Test
    void staysLockedAgainstOthersAfterSecondAttemptHere() throws Exception {
        try (var held = ServerDirectory.take(path)) {
            assertThatThrownBy(() -> ServerDirectory.take(path)).isInstanceOf(DataInUseException.class);

            assertThatThrownBy(() -> KilledProcess.start(DirectoryToHold.class, held.path()))
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void canBeTakenAgainAfterClose() {
        ServerDirectory.take(path).close();

        ServerDirectory.take(path).close();
    }

    @Test
    void saysWhyItCannotBeUsed() throws IOException {
        Path file = Files.createFile(path.resolve("file"));

        assertThatThrownBy(() -> ServerDirectory.take(file))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void keepsChosenPort() {
        try (var directory = ServerDirectory.take(path)) {
            int chosen = directory.port("a server", 0);

            assertThat(directory.port("a server", 0)).isEqualTo(chosen);
        }
    }

    @Test
    void refusesPortThatIsNone() {
        try (var directory = ServerDirectory.take(path)) {
            assertThatThrownBy(() -> directory.port("a server", 65_536))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("port for a server must be 0..65535: 65536");
        }
    }

    /** Tries to hold what this JVM holds. */
    static final class DirectoryToHold {
        private DirectoryToHold() {}

        public static void main(String[] arguments) throws InterruptedException {
            ServerDirectory.take(Path.of(arguments[0]));
            KilledProcess.waitToBeKilled();
        }
    }
}
