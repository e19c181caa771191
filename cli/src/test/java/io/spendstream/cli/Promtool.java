package io.spendstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Prometheus' own checker. On a machine without it a test that wants it is skipped, except where {@code CI} is set: a
 * check that did not run must not look green there.
 */
public final class Promtool {
    private Promtool() {}

    /** Asserts that {@code promtool} with {@code arguments} finds nothing wrong with {@code input}. */
    public static void assertContent(String input, String... arguments) throws IOException, InterruptedException {
        assumeInstalled("promtool");
        var command = new ProcessBuilder("promtool");
        command.command().addAll(Arrays.asList(arguments));
        Process promtool = command.directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        try (var in = promtool.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }

    /** Skips the test if {@code program} is not there; where {@code CI} is set, fails it. */
    public static void assumeInstalled(String program) {
        boolean isThere = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        String why = "%s is not installed, so what it checks was NOT checked; apt-get install %s"
                .formatted(program, program.equals("promtool") ? "prometheus" : program);
        if (!isThere) {
            assertThat(System.getenv("CI")).as(why).isNull();
            System.err.println("SKIPPED: " + why);
        }
        assumeTrue(isThere, why);
    }
}
