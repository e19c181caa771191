package io.spendstream.cli.instance;

import io.spendstream.cli.progress.Progress;
import io.spendstream.embedded.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A throw-away instance and its folder. Both go with {@link #close}, and also where the process is asked to end, as
 * Ctrl-C does: the instance's PostgreSQL is a process of its own and would go on.
 *
 * <p>Thread-safe.
 */
final class ThrowAway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThrowAway.class);

    private final Path directory;
    private final Thread atEnd = new Thread(this::endQuietly, "throw-away-end");
    private @Nullable Instance instance; // guarded by this

    private ThrowAway(Path directory) {
        this.directory = directory;
    }

    static ThrowAway start(Progress progress) throws Exception {
        var started = new ThrowAway(Files.createTempDirectory("spendstream-"));
        Runtime.getRuntime().addShutdownHook(started.atEnd);
        try {
            started.begin(progress);
        } catch (Exception e) {
            started.close();
            throw e;
        }
        return started;
    }

    /** Holds the lock, so that an end that comes meanwhile waits until there is something that can be closed. */
    private synchronized void begin(Progress progress) throws Exception {
        instance = Instance.start(InstanceOptions.throwAway(directory), progress);
    }

    synchronized Instance instance() {
        if (instance == null) {
            throw new IllegalStateException("the throw-away instance in " + directory + " is closed");
        }
        return instance;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            awaitEndOfProcess();
            return;
        }
        end();
    }

    private synchronized void end() throws IOException {
        if (instance != null) {
            instance.close();
            instance = null;
        }
        FileTree.delete(directory);
    }

    private void endQuietly() {
        try {
            end();
        } catch (IOException e) {
            LOG.warn("the folder {} could not be removed", directory, e);
        }
    }

    /** The process is ending already: that the instance went from under its user is not worth an error message. */
    private static void awaitEndOfProcess() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
