package io.spendstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that hold what the code wrote when it was last reviewed, one record a line. A change of the wire format shows
 * up as a difference to them; when it is meant, {@code -Dgolden.update=true} rewrites them.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Asserts that {@code records} are the lines of the file {@code name}. */
    static void assertMatches(String name, List<byte[]> records) throws IOException {
        var text = new StringBuilder();
        for (byte[] record : records) {
            text.append(new String(record, StandardCharsets.UTF_8)).append('\n');
        }
        Path file = FOLDER.resolve(name + ".golden");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s; rewrite with -Dgolden.update=true if meant", file)
                .hasToString(Files.readString(file));
    }

    /** Returns the lines of the file {@code name}. */
    static List<byte[]> records(String name) throws IOException {
        return Files.readAllLines(FOLDER.resolve(name + ".golden")).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
