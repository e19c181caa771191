package io.spendstream.faults.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Java process that is started again whenever it ends, until it is told to stay down. Thread-safe. */
public final class ManagedProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedProcess.class);
    private static final long RESTART_PAUSE_MILLIS = 1_000;
    private static final long END_SECONDS_MAX = 40;

    /** Small, and quick to start: what they do is not what is measured. */
    private static final List<String> JVM = List.of(
            "-Xmx192m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData");

    private final String name;
    private final List<String> command;
    private final Path log;

    private @Nullable Process process; // guarded by this
    private boolean isWanted; // guarded by this
    private int endedByItself; // guarded by this
    private int starts; // guarded by this

    private ManagedProcess(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
    }

    /** Returns the process {@code name} that runs {@code main}, not yet started; it logs to a file in {@code logs}. */
    static ManagedProcess of(String name, Path logs, Release release, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-Dspendstream.faults.process=" + name);
        command.add("-cp");
        command.add(release.classPath());
        command.add(main);
        command.addAll(arguments);
        return new ManagedProcess(name, command, logs.resolve(name + ".log"));
    }

    /** Returns what it is called. */
    public String name() {
        return name;
    }

    /** Returns what it is one of: the first word of its name. */
    public String role() {
        return name.substring(0, name.indexOf('-') < 0 ? name.length() : name.indexOf('-'));
    }

    /** Starts it if it does not run, and from now on whenever it ends. */
    public synchronized void start() {
        isWanted = true;
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            Process started = builder.start();
            process = started;
            starts++;
            var watcher = new Thread(() -> watch(started), "watch-" + name);
            watcher.setDaemon(true);
            watcher.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void watch(Process started) {
        try {
            int code = started.waitFor();
            Thread.sleep(RESTART_PAUSE_MILLIS);
            startAgain(started, code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void startAgain(Process ended, int code) {
        if (isWanted && process == ended) {
            endedByItself++;
            LOG.info("{} ended by itself with {} and is started again", name, code);
            start();
        }
    }

    /** Kills it, as {@code kill -9} does; it stays down. */
    public synchronized void kill() {
        isWanted = false;
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    /** Asks it to end, as {@code kill} does, and kills it if it does not; it stays down. */
    public synchronized void terminate() {
        isWanted = false;
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    private void awaitEnd(Process ended) {
        try {
            if (!ended.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("{} did not end within {} s and is killed", name, END_SECONDS_MAX);
                ended.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.destroyForcibly();
        }
    }

    /** Stops it where it stands, as {@code kill -STOP} does. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void resume() {
        signal("CONT");
    }

    private synchronized void signal(String signal) {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send %s to %s".formatted(signal, name), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how often it ended although nobody ended it. */
    public synchronized int endedByItself() {
        return endedByItself;
    }

    /** Returns how often it was started. */
    public synchronized int starts() {
        return starts;
    }

    @Override
    public void close() {
        resume();
        kill();
    }
}
