package io.spendstream.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that hold what the code wrote when it was last reviewed. A change shows up as a difference to them; when it is
 * meant, {@code -Dgolden.update=true} rewrites them.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Asserts that {@code text} is what the file {@code name} holds. */
    public static void assertMatches(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s; rewrite with -Dgolden.update=true if meant", file)
                .isEqualTo(Files.readString(file));
    }
}
