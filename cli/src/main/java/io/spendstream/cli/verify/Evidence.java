package io.spendstream.cli.verify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What a verification found: printed as it is found, kept as Markdown. Not thread-safe. */
final class Evidence {
    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    private final PrintWriter out;
    private final List<String> lines = new ArrayList<>();
    private int passed;
    private int failed;

    Evidence(PrintWriter out) {
        this.out = out;
    }

    /** Says and keeps {@code line}. */
    void say(String line) {
        out.println(line);
        out.flush();
        lines.add(line);
    }

    /** Says and keeps whether {@code what} holds, and why one can see that. */
    void check(String what, boolean holds, String found) {
        if (holds) {
            passed++;
        } else {
            failed++;
        }
        say("%s  %s".formatted(holds ? "PASS" : "FAIL", what));
        found.lines().forEach(line -> say("      " + line));
    }

    boolean isClean() {
        return failed == 0 && passed > 0;
    }

    String summary() {
        return "%d passed, %d failed".formatted(passed, failed);
    }

    /** Saves what was said into {@code directory}, under the time {@code at}; returns the file. */
    Path save(Path directory, Instant at) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(FILE_NAME.format(at) + ".md");
        Files.writeString(file, "# Verification at %s\n\n```\n%s\n```\n".formatted(at, String.join("\n", lines)));
        return file;
    }
}
