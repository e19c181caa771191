package io.spendstream.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the repository this module is in. */
public final class Repository {
    /** The folder the repository is in. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MODULE = Pattern.compile("<module>([\\w-]+)</module>");
    private static final Pattern TYPE =
            Pattern.compile("(?m)(?:^import (?:static )?[\\w.]+\\.|\\b(?:class|interface|enum|record) )([A-Z]\\w*)\\b");

    private Repository() {}

    /** Returns the text of the file {@code name}. */
    public static String read(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    /** Returns whether there is a file or folder {@code name}, in whose last part {@code *} stands for any letters. */
    static boolean has(String name) {
        Path path = ROOT.resolve(name);
        if (!name.contains("*")) {
            return Files.exists(path);
        }
        Path folder = path.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var found = Files.newDirectoryStream(folder, path.getFileName().toString())) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of the modules, in the order of the build. */
    static List<String> modules() throws IOException {
        return MODULE.matcher(read("pom.xml"))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Returns the pages people read, by their path. */
    static List<String> pages() throws IOException {
        List<String> pages = new ArrayList<>();
        for (String folder : List.of("", "docs", "docs/decisions", "grafana")) {
            try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(file -> ROOT.relativize(file).toString())
                        .sorted()
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    /** Returns the simple names of the types that are declared in the sources or come into them by an import. */
    static Set<String> typeNames() throws IOException {
        Set<String> names = new HashSet<>();
        for (String module : modules()) {
            for (Path file : find(ROOT.resolve(module).resolve("src"), ".java")) {
                TYPE.matcher(Files.readString(file)).results().forEach(match -> names.add(match.group(1)));
            }
        }
        return names;
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
                    found.addAll(find(module.resolve("src/test/java"), "/" + fileName));
                }
            }
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("%s is not one class; name the module: %s".formatted(name, found));
        }
        return found.isEmpty() ? "" : Files.readString(found.get(0));
    }

    private static List<Path> find(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
