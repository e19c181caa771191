package io.spendstream.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown that people read, and what it names.
 *
 * @param folder the folder its links start from
 * @param text the whole of it
 */
record Document(Path folder, String text) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z-]+:)?[A-Z]\\w*[a-z]\\w*");
    private static final Pattern FILE_NAME = Pattern.compile("[\\w.*-]+(?:/[\\w.*-]+)+/?");
    private static final String FENCE = "```";

    /** Returns the page {@code name} of the repository. */
    static Document read(String name) throws IOException {
        Path file = Repository.ROOT.resolve(name);
        return new Document(file.resolveSibling(""), Repository.read(name));
    }

    /** Returns the files it leads to. */
    List<Path> links() {
        return LINK.matcher(text)
                .results()
                .map(match -> folder.resolve(match.group(1)))
                .toList();
    }

    /** Returns the classes that {@code part} of a page names as code, some with their module. */
    static List<String> classNames(String part) {
        return code(part)
                .filter(code -> CLASS_NAME.matcher(code).matches())
                .distinct()
                .toList();
    }

    /** Returns the files and folders that {@code part} of a page names as code, by their path; {@code *} stands for any. */
    static List<String> fileNames(String part) {
        return code(part)
                .filter(code -> FILE_NAME.matcher(code).matches())
                .distinct()
                .toList();
    }

    /** Returns what {@code part} of a page sets as code within its lines. */
    static Stream<String> code(String part) {
        return CODE.matcher(part).results().map((MatchResult match) -> match.group(1));
    }

    /** Returns what is between the fences marked {@code language}. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = null;
        for (String line : text.lines().toList()) {
            if (block == null) {
                block = line.strip().equals(FENCE + language) ? new StringBuilder() : null;
            } else if (line.strip().equals(FENCE)) {
                blocks.add(block.toString());
                block = null;
            } else {
                block.append(line).append('\n');
            }
        }
        return blocks;
    }

    /** Returns the commands of the blocks marked {@code sh}, in their order. */
    List<String> commands() {
        return blocks("sh").stream()
                .flatMap(block -> block.replace("\\\n", " ").lines())
                .map(line ->
                        line.replaceAll("\\s#.*", "").replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /** Returns the rows of the table whose first column is called {@code first}, each as its cells. */
    List<List<String>> table(String first) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("| " + first + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(Document::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        return List.of(row.strip().replaceAll("^\\||\\|$", "").split("\\|", -1)).stream()
                .map(String::strip)
                .toList();
    }
}
