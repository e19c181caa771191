package io.spendstream.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Returns the source of the test class {@code name}, or an empty text if there is none.
     *
     * @param name the class, such as {@code MoneyTest}, with its module before it, such as {@code contract:MoneyTest},
     *     where two modules have one of that name
     * @throws IllegalArgumentException if there are several
     */
    static String testSource(String name) throws IOException {
        int colon = name.indexOf(':');
        String fileName = name.substring(colon + 1) + ".java";
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.sorted().toList()) {
                if (colon < 0 || module.endsWith(name.substring(0, colon))) {
                    found.addAll(find(module.resolve("src/test/java"), fileName));
                }
            }
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("%s is not one class; name the module: %s".formatted(name, found));
        }
        return found.isEmpty() ? "" : Files.readString(found.get(0));
    }

    private static List<Path> find(Path folder, String fileName) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(fileName)).toList();
        }
    }
}
