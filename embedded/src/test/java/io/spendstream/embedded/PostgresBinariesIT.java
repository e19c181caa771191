package io.spendstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesIT {
    @TempDir
    Path directory;

    @Test
    void isUnpackedOnceWhenTwoProcessesAskAtOnce() {
        Path target = directory.resolve("programs");

        var one = CompletableFuture.supplyAsync(() -> unpack(target));
        var other = CompletableFuture.supplyAsync(() -> unpack(target));

        assertThat(one.join()).isEqualTo(target).isEqualTo(other.join());
        assertThat(directory).isDirectoryContaining(target::equals).isDirectoryNotContaining("glob:**unpacking*");
        assertThat(target.resolve("bin").resolve("postgres")).isExecutable();
    }

    @Test
    void saysWhichArchiveIsMissing() {
        assertThatThrownBy(() -> unpack(directory.resolve("x"), "postgres-plan9-mips.txz"))
                .hasMessageContaining("postgres-plan9-mips.txz is not on the class path");
        assertThat(directory).isEmptyDirectory();
    }

    private static Path unpack(Path target) {
        return unpack(target, PostgresBinaries.archive());
    }

    private static Path unpack(Path target, String archive) {
        try {
            return PostgresBinaries.unpack(archive, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
