package io.spendstream.cli.instance;

import static java.util.Objects.requireNonNull;

import io.spendstream.cli.CommandRun;
import io.spendstream.cli.Repository;
import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.progress.Progress;
import io.spendstream.embedded.FileTree;
import io.spendstream.notifier.NotifierConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One all-in-one instance for all tests of this JVM that do not mind each other's events, started when first asked for
 * and gone when the JVM ends. Not thread-safe; tests run one after another.
 */
public final class SharedInstance {
    private static @Nullable Instance instance;

    private SharedInstance() {}

    /** Returns the instance. */
    public static Instance get() {
        if (instance == null) {
            Path channels = Repository.ROOT.resolve("config/notifier/channels.yaml");
            Instance started =
                    start(temporaryFolder(), Map.of(), Map.of(NotifierConfig.CHANNELS_FILE, channels.toString()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
            instance = started;
        }
        return requireNonNull(instance);
    }

    /** Returns the connection of the instance. */
    public static Connection connection() {
        return get().connection();
    }

    /** Runs the program against the instance. */
    public static CommandRun run(String... arguments) {
        return CommandRun.of(withData(arguments));
    }

    /** Runs {@code track --stdin} against the instance, with {@code lines}. */
    public static CommandRun track(byte[] lines) {
        return CommandRun.withInput(lines, withData("track", "--stdin"));
    }

    /** Returns {@code arguments} with the flag that names the instance. */
    public static String[] withData(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = get().dataDirectory().toString();
        return all;
    }

    /** Starts an instance of the caller's own on free ports, with its data in {@code folder}. */
    public static Instance start(Path folder) {
        return start(InstanceOptions.throwAway(folder));
    }

    /** Starts an instance of the caller's own with these settings of its stream processor and its notifier. */
    public static Instance start(Path folder, Map<String, String> streamProcessor, Map<String, String> notifier) {
        var free = new Port("", 0, false);
        return start(new InstanceOptions(
                folder, free, free, free, free, Optional.empty(), streamProcessor, Map.of(), notifier));
    }

    private static Instance start(InstanceOptions options) {
        try {
            return Instance.start(options, Progress.on(new PrintWriter(Writer.nullWriter())));
        } catch (Exception e) {
            throw new IllegalStateException("the instance for tests does not start", e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("spendstream-shared-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Instance started) {
        started.close();
        try {
            FileTree.delete(started.dataDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
