package io.spendstream.cli.instance;

import static org.awaitility.Awaitility.await;

import io.spendstream.cli.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as it is shipped, in a process of its own, which is killed at the latest when this is closed. */
public final class ProgramProcess implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Process process;
    private final Path log;

    private ProgramProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code java -jar spendstream.jar} with {@code arguments} in {@code folder}. */
    public static ProgramProcess java(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-jar",
                jar().toString()));
        command.addAll(Arrays.asList(arguments));
        return start(folder, command);
    }

    /** Starts {@code line}, a line of the shell, in {@code folder}, with the launcher as {@code ./spendstream}. */
    public static ProgramProcess shell(Path folder, String line) throws IOException {
        String launcher = Repository.ROOT.resolve("spendstream").toString();
        return start(folder, List.of("sh", "-c", "exec " + line.replace("./spendstream", launcher)));
    }

    private static ProgramProcess start(Path folder, List<String> command) throws IOException {
        Path log = Files.createTempFile(folder, "process-", ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPENDSTREAM_"));
        builder.environment().put("SPENDSTREAM_BUILD", "never");
        // as the launcher has it, but for what lives short and starts often
        builder.environment()
                .put(
                        "SPENDSTREAM_JAVA_OPTS",
                        "-Xmx640m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError");
        return new ProgramProcess(builder.start(), log);
    }

    /** Returns where the build puts the program. */
    static Path jar() {
        return Path.of(System.getProperty("spendstream.jar", "target/spendstream/spendstream.jar"))
                .toAbsolutePath();
    }

    /** Waits until it has said {@code text}. */
    public ProgramProcess awaitSaid(String text) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!process.isAlive() && !said().contains(text)) {
                throw new AssertionError("ended before it said '%s':%n%s".formatted(text, said()));
            }
            return said().contains(text);
        });
        return this;
    }

    /** Returns everything it has said so far. */
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as Ctrl-C or an orchestrator does, and waits until it has. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    /** Ends it without giving it a chance to say goodbye. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it ends by itself; returns its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("did not end:\n" + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
