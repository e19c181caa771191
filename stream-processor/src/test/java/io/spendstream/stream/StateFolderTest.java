package io.spendstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    private Path directory;

    private StateFolder folder;

    @BeforeEach
    void create() {
        folder = new StateFolder(directory, "application");
    }

    @Test
    void aFolderThatIsNotThereYetWasNotLeftOpen() throws IOException {
        assertThat(folder.wasLeftOpen()).isFalse();
    }

    @Test
    void aFolderWithoutTasksWasNotLeftOpen() throws IOException {
        Files.createDirectories(directory.resolve("application").resolve("global"));

        folder.open();

        assertThat(folder.wasLeftOpen()).isFalse();
    }

    @Test
    void tasksThatNobodyClosedWereLeftOpen() throws IOException {
        Files.createDirectories(directory.resolve("application").resolve("0_11"));

        folder.open();

        assertThat(folder.wasLeftOpen()).isTrue();
    }

    @Test
    void tasksThatWereClosedAreOpenOnlyOnceSomebodyWorksOnThemAgain() throws IOException {
        Files.createDirectories(directory.resolve("application").resolve("0_11"));

        folder.close();
        boolean afterClosing = folder.wasLeftOpen();
        folder.open();

        assertThat(afterClosing).isFalse();
        assertThat(folder.wasLeftOpen()).isTrue();
    }
}
