package io.spendstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files of the repository this module is in. */
public final class Repository {
    /** The folder the repository is in. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Repository() {}

    /** Returns the text of the file {@code name}. */
    public static String read(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    /** Returns the source of the test class {@code name}, or an empty text if there is none in any module. */
    static String testSource(String name) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.sorted().toList()) {
                Path source = find(module.resolve("src/test/java"), name + ".java");
                if (source != null) {
                    return Files.readString(source);
                }
            }
        }
        return "";
    }

    private static @org.jspecify.annotations.Nullable Path find(Path folder, String fileName) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(fileName)).findFirst().orElse(null);
        }
    }
}
