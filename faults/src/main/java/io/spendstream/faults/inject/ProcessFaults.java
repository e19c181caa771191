package io.spendstream.faults.inject;

import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.process.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Faults of processes: killed, stopped, restarted, robbed of their state. */
public final class ProcessFaults {
    /** Longer than the session timeouts of the run, shorter than its transaction timeout. */
    private static final int STOP_MILLIS = 8_500;

    private static final int DOWN_MILLIS_MAX = 2_500;
    private static final int STORM = 4;

    private final Cluster cluster;

    /** Makes faults of {@code cluster}. */
    public ProcessFaults(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns all of them; those that stand twice come twice as often. */
    public List<Fault> all() {
        return List.of(
                new Fault("kill -9 an agent", random -> kill(one(cluster.agents(), random), random)),
                new Fault("kill -9 an agent", random -> kill(one(cluster.agents(), random), random)),
                new Fault(
                        "kill -9 stream processor a",
                        random -> kill(cluster.processors().get(0), random)),
                new Fault(
                        "kill -9 stream processor b",
                        random -> kill(cluster.processors().get(1), random)),
                new Fault("kill -9 both stream processors", this::killProcessors),
                new Fault("kill -9 a sink", random -> kill(one(cluster.sinks(), random), random)),
                new Fault("kill -9 both sinks", this::killSinks),
                new Fault("kill -9 the broker", random -> kill(cluster.broker(), random)),
                new Fault(
                        "stop a stream processor beyond its session",
                        random -> stop(one(cluster.processors(), random))),
                new Fault("stop a sink beyond its session", random -> stop(one(cluster.sinks(), random))),
                new Fault("stop the broker for a while", random -> stop(cluster.broker())),
                new Fault("restart the broker", random -> restart(cluster.broker())),
                new Fault("restart a stream processor", random -> restart(one(cluster.processors(), random))),
                new Fault("replace a stream processor by the next version", cluster::replaceProcessor),
                new Fault("replace a sink by the next version", cluster::replaceSink),
                new Fault("lose a stream processor's state", this::loseState),
                new Fault("rebalance storm", this::storm));
    }

    private static ManagedProcess one(List<ManagedProcess> processes, Random random) {
        return processes.get(random.nextInt(processes.size()));
    }

    private static void kill(ManagedProcess process, Random random) throws InterruptedException {
        process.kill();
        Thread.sleep(random.nextInt(DOWN_MILLIS_MAX));
        process.start();
    }

    /** Kills both stream processors. */
    public void killProcessors(Random random) throws InterruptedException {
        killAll(cluster.processors(), random);
    }

    /** Kills both sinks. */
    public void killSinks(Random random) throws InterruptedException {
        killAll(cluster.sinks(), random);
    }

    private static void killAll(List<ManagedProcess> processes, Random random) throws InterruptedException {
        processes.forEach(ManagedProcess::kill);
        Thread.sleep(random.nextInt(DOWN_MILLIS_MAX));
        processes.forEach(ManagedProcess::start);
    }

    private static void stop(ManagedProcess process) throws InterruptedException {
        process.pause();
        Thread.sleep(STOP_MILLIS);
        process.resume();
    }

    private static void restart(ManagedProcess process) {
        process.terminate();
        process.start();
    }

    private void loseState(Random random) throws IOException {
        int index = random.nextInt(cluster.processors().size());
        ManagedProcess processor = cluster.processors().get(index);
        processor.kill();
        delete(cluster.stateOf(processor.name()));
        processor.start();
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(ProcessFaults::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    private void storm(Random random) throws InterruptedException {
        for (int i = 0; i < STORM; i++) {
            ManagedProcess process = one(random.nextBoolean() ? cluster.processors() : cluster.sinks(), random);
            process.kill();
            process.start();
            Thread.sleep(1_000 + random.nextInt(1_500));
        }
    }
}
