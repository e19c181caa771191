package io.spendstream.stream.pricing;

import io.spendstream.stream.pricing.BookReader.SourceFile;
import io.spendstream.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the files of a price book, on disk or among the resources. */
public final class BookFiles {
    /** The files of the bundled book, among the resources in {@code prices/}. */
    static final List<String> BUNDLED = List.of(
            "alibaba.yaml",
            "anthropic.yaml",
            "azure.yaml",
            "bedrock.yaml",
            "cerebras.yaml",
            "cohere.yaml",
            "deepseek.yaml",
            "fireworks.yaml",
            "google.yaml",
            "groq.yaml",
            "minimax.yaml",
            "mistral.yaml",
            "moonshot.yaml",
            "openai.yaml",
            "openrouter.yaml",
            "together.yaml",
            "voyage.yaml",
            "xai.yaml",
            "zai.yaml");

    /** The size of the largest file that is read. */
    static final int BYTES_MAX = 16_000_000;

    private BookFiles() {}

    static List<SourceFile> bundled() {
        return BUNDLED.stream().map(BookFiles::resource).toList();
    }

    /** Returns the book file {@code path}, or the book files in the folder {@code path}. */
    static List<SourceFile> in(Path path) {
        List<SourceFile> files = new ArrayList<>();
        for (Path file : paths(path)) {
            files.add(file(file));
        }
        if (files.isEmpty()) {
            throw unreadable(path, "has no .yaml, .yml or .json file");
        }
        return files;
    }

    /**
     * Returns the texts of the book files {@code paths}, and of those in folders among them, by name.
     *
     * @throws PriceBookException if one cannot be read
     */
    public static Map<String, String> read(List<Path> paths) {
        Map<String, String> texts = new TreeMap<>();
        for (Path path : paths) {
            in(path).forEach(file -> texts.put(file.name(), file.text()));
        }
        return texts;
    }

    /** Returns the book files with these texts, by name. */
    static List<SourceFile> of(Map<String, String> files) {
        return files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(file -> new SourceFile(file.getKey(), file.getValue()))
                .toList();
    }

    /** Returns the texts of {@code files} by name, without the folders. */
    static Map<String, String> byName(List<SourceFile> files) {
        Map<String, String> texts = new TreeMap<>();
        for (SourceFile file : files) {
            texts.put(String.valueOf(Path.of(file.name()).getFileName()), file.text());
        }
        return texts;
    }

    private static List<Path> paths(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(BookFiles::isBook).sorted().toList();
        } catch (IOException e) {
            throw unreadable(path, "cannot be listed: " + e);
        }
    }

    private static boolean isBook(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && !name.endsWith(".schema.json");
    }

    private static SourceFile file(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw unreadable(file, "must be at most %d bytes".formatted(BYTES_MAX));
            }
            return new SourceFile(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + reason(e));
        }
    }

    /** Returns why a file cannot be read; the exception of one that is missing says only which. */
    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "no such file; correct the path" : e.toString();
    }

    private static SourceFile resource(String name) {
        try (InputStream in = BookFiles.class.getResourceAsStream("/prices/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource prices/" + name + " is missing");
            }
            return new SourceFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource prices/" + name, e);
        }
    }

    private static PriceBookException unreadable(Path path, String message) {
        return new PriceBookException(List.of(new Problem(path.toString(), 0, "", message)));
    }
}
