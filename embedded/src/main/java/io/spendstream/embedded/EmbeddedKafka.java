package io.spendstream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker inside this process, for one machine: it is its own controller and listens on the loopback address.
 *
 * <p>Records live in the operating system's page cache before they reach the disk: they survive a kill of this process,
 * but not a power cut in the seconds after they were acknowledged. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String NAME = "the embedded Kafka broker";
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final Duration ABANDON_MAX = Duration.ofSeconds(10);
    private static final long ROOM_MIN_BYTES = 16L << 20;
    private static final String LOG_DIRECTORY = "log";
    private static final String FORMATTED = "meta.properties";

    private final ServerDirectory directory;
    private final KafkaRaftServer server;
    private final int port;
    private final BrokerExit exit;
    private boolean isClosed; // guarded by this

    private EmbeddedKafka(ServerDirectory directory, KafkaRaftServer server, int port, BrokerExit exit) {
        this.directory = directory;
        this.server = server;
        this.port = port;
        this.exit = exit;
    }

    /**
     * Starts a broker on the data in {@code dataDirectory}, or on none.
     *
     * @param port the port to listen on, or 0 for the one of last time or else any free one
     * @throws PortInUseException if {@code port} is taken; nothing was written then
     * @throws DataInUseException if the directory is open already
     * @throws EmbeddedServerException if the broker does not start
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        return start(dataDirectory, port, List.of());
    }

    /**
     * Starts a broker that is also reached through {@code doors}.
     *
     * @see #start(Path, int)
     */
    public static EmbeddedKafka start(Path dataDirectory, int port, List<BrokerDoor> doors) {
        LoopbackPort.requireFree(NAME, port);
        ServerDirectory directory = ServerDirectory.take(dataDirectory);
        BrokerExit exit = BrokerExit.watch();
        try {
            return start(directory, directory.port(NAME, port), doors, exit);
        } catch (RuntimeException | IOException e) {
            exit.close();
            directory.close();
            if (e instanceof EmbeddedServerException known) {
                throw known;
            }
            throw notStarted(directory, e);
        }
    }

    private static EmbeddedKafka start(ServerDirectory directory, int port, List<BrokerDoor> doors, BrokerExit exit)
            throws IOException {
        Path log = Files.createDirectories(directory.resolve(LOG_DIRECTORY));
        if (!Files.exists(log.resolve(FORMATTED))) {
            format(log);
        }
        // The controller's port is nobody's business but the broker's: a new one each time cannot be taken already.
        var settings = new BrokerSettings(log, port, LoopbackPort.chooseOtherThan(Set.of(port)), doors);
        var server = new KafkaRaftServer(new KafkaConfig(settings.toMap(), false), Time.SYSTEM);
        var kafka = new EmbeddedKafka(directory, server, port, exit);
        kafka.startServer();
        LOG.info("Kafka broker listens on {}, data in {}", kafka.bootstrapServers(), directory.path());
        return kafka;
    }

    /** Returns when the server is up or has failed, whichever comes first: a start whose threads gave up waits on. */
    private void startServer() {
        ExecutorService starter = Executors.newSingleThreadExecutor(work -> daemon(work, "kafka-start"));
        CompletableFuture<EmbeddedServerException> fault = exit.fault().toCompletableFuture();
        @Nullable Throwable failure;
        try {
            failure = CompletableFuture.runAsync(server::startup, starter)
                    .handle((nothing, thrown) -> thrown)
                    .applyToEither(fault, Function.identity())
                    .get();
        } catch (ExecutionException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        }
        if (failure == null) {
            starter.shutdown();
            return;
        }
        abandon(starter);
        throw notStarted(directory, failure);
    }

    /** Ends what there is of a start that failed. The start itself may still wait for what will not come. */
    private void abandon(ExecutorService starter) {
        starter.shutdownNow();
        if (!hasEnded(millis -> starter.awaitTermination(millis, TimeUnit.MILLISECONDS), ABANDON_MAX)) {
            LOG.warn("the start of the Kafka broker did not end within {}", ABANDON_MAX);
        }
        stop();
    }

    private static EmbeddedServerException notStarted(ServerDirectory directory, Throwable failure) {
        Throwable cause =
                failure.getCause() != null && failure instanceof CompletionException ? failure.getCause() : failure;
        return new EmbeddedServerException(
                "%s did not start on %s: %s%s".formatted(NAME, directory.path(), cause.getMessage(), room(directory)),
                cause);
    }

    /** Returns what to do about a full disk, if it is one: a broker fails on it in many ways, few of which say so. */
    private static String room(ServerDirectory directory) {
        try {
            long free = Files.getFileStore(directory.path()).getUsableSpace();
            return free < ROOM_MIN_BYTES
                    ? ". Its disk has only %d bytes left: make room there and start again".formatted(free)
                    : "";
        } catch (IOException e) {
            LOG.debug("how full the disk is is not known", e);
            return "";
        }
    }

    private static void format(Path log) {
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(log.toString()))
                    .setMetadataLogDirectory(log.toString())
                    .setIgnoreFormatted(true)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .run();
        } catch (Exception e) {
            throw new EmbeddedServerException("%s cannot prepare %s: %s".formatted(NAME, log, e.getMessage()), e);
        }
    }

    /** Returns what clients connect to. */
    public String bootstrapServers() {
        return LoopbackPort.HOST + ":" + port;
    }

    /** Returns the port clients connect to. */
    public int port() {
        return port;
    }

    /** Returns where the broker keeps its data. */
    public Path dataDirectory() {
        return directory.path();
    }

    /**
     * Returns what completes if the broker gives up while it runs, on a full disk for instance. It serves nobody then:
     * the program should close everything and end.
     */
    public CompletionStage<EmbeddedServerException> fault() {
        return exit.fault();
    }

    /** Stops the broker, within half a minute, and lets go of the directory. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        stop();
        exit.close();
        directory.close();
        LOG.info("Kafka broker stopped");
    }

    /** Runs the shutdown apart: it waits for threads without a limit of its own. */
    private void stop() {
        Thread thread = daemon(this::shutdown, "kafka-stop");
        thread.start();
        if (!hasEnded(millis -> isOver(thread, millis), STOP_MAX)) {
            LOG.warn("Kafka broker did not stop within {}; its data is recovered at the next start", STOP_MAX);
        }
    }

    /** Something that ends in another thread. */
    @FunctionalInterface
    private interface End {
        boolean within(long millis) throws InterruptedException;
    }

    private static boolean isOver(Thread thread, long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    /** Waits also while this thread is interrupted: nobody may have the directory while a broker still writes to it. */
    private static boolean hasEnded(End end, Duration max) {
        long deadline = System.nanoTime() + max.toNanos();
        boolean isInterrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return end.within(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread daemon(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void shutdown() {
        server.shutdown();
        server.awaitShutdown();
    }
}
