package io.spendstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that commands write for people: whole, or as they were before. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Writes {@code text} to {@code file}.
     *
     * @throws IOException if it cannot be written; the file is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("-o %s: there is no folder %s; create it first".formatted(file, folder));
        }
        Path written = Files.createTempFile(folder, "." + file.getFileName(), ".part");
        try {
            Files.writeString(written, text, UTF_8);
            Files.move(written, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
