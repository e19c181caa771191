package io.spendstream.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's own programs, each within a time limit and with its output kept for the error message.
 *
 * <p>They refuse to run as root. As root they are run in a user namespace of their own, where they see themselves as
 * nobody; outside it they stay root's, so the files stay root's too.
 */
final class PostgresPrograms {
    private static final Set<String> SUPERUSERS = Set.of("root", "0");
    private static final Duration PROBE_MAX = Duration.ofSeconds(10);

    private final Path binaries;
    private final List<String> prefix;

    private PostgresPrograms(Path binaries, List<String> prefix) {
        this.binaries = binaries;
        this.prefix = prefix;
    }

    /**
     * Finds out how programs can be run on this machine.
     *
     * @param scratch where outputs are kept
     */
    static PostgresPrograms in(Path binaries, Path scratch) {
        String user = ProcessHandle.current().info().user().orElse("");
        if (!SUPERUSERS.contains(user)) {
            return new PostgresPrograms(binaries, List.of());
        }
        var asNobody = new PostgresPrograms(binaries, List.of("unshare", "--user"));
        Outcome probe = asNobody.execute(List.of("true"), scratch.resolve("unshare.log"), PROBE_MAX);
        if (!probe.isSuccess()) {
            throw new EmbeddedServerException(
                    "PostgreSQL refuses to run as root, and this machine does not let root make a user namespace (unshare --user: %s); run Spendstream as another user"
                            .formatted(probe.output()));
        }
        return asNobody;
    }

    /** Runs {@code program} with {@code arguments} until it ends; its output goes to {@code log}. */
    Outcome run(String program, List<String> arguments, Path log, Duration max) {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return execute(command, log, max);
    }

    /** Writes to a file, not a pipe: a server that was started inherits the pipe and would keep it open for ever. */
    private Outcome execute(List<String> command, Path log, Duration max) {
        var full = new ArrayList<>(prefix);
        full.addAll(command);
        try {
            Process process = new ProcessBuilder(full)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome(false, "no end after " + max.toSeconds() + " s; " + tail(log));
            }
            return new Outcome(process.exitValue() == 0, tail(log));
        } catch (IOException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while " + command.get(0) + " ran", e);
        }
    }

    /** Returns the last lines of a log file, or a remark that there are none. */
    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
            return tail.isBlank() ? "(no output)" : tail.strip();
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    /** How a program ended, and the last lines it printed. */
    record Outcome(boolean isSuccess, String output) {}
}
