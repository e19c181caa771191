package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.contract.Topic;
import io.spendstream.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the stream processor holds of a million sessions that are alive, each of them with a budget to itself: so much of
 * the heap once it was collected, and so much on disk for every event that is remembered.
 */
public final class MemoryContest implements Contest {
    private static final int SESSIONS_MAX = 1_000_000;
    private static final int ROWS_PER_SESSION = 5;
    private static final double HEAP_MIB_BAR = 512;
    private static final double EVENT_BYTES_BAR = 100;
    private static final double MIB = 1 << 20;
    private static final String SEEN = "seen";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        int sessions = Math.min(SESSIONS_MAX, effort.rows() / ROWS_PER_SESSION);
        try (var folder = new WorkFolder();
                var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                var admin = Admin.create(Topics.settings(kafka.bootstrapServers()))) {
            Topics.create(admin);
            try (var fleet = new Fleet(kafka.bootstrapServers())) {
                fleet.budgetOfEachSession();
                fleet.send(sessions, sessions);
            }
            progress.accept(String.format(Locale.ROOT, "%,d sessions are in the topic", sessions));
            Path report = folder.resolve("memory.properties");
            Path state = folder.resolve("state");
            try (var child = ChildProcess.start(
                    MemoryContestant.class,
                    folder.resolve("contestant.log"),
                    kafka.bootstrapServers(),
                    state.toString(),
                    report.toString())) {
                double rate = Drain.perSecond(
                        sessions,
                        () -> Topics.committed(admin, StreamsContestant.GROUP, Topic.USAGE.topicName()),
                        child);
                progress.accept(String.format(Locale.ROOT, "%,.0f events/s", rate));
            }
            return found(sessions, report, state, progress);
        }
    }

    private static List<Comparison> found(int sessions, Path report, Path state, Consumer<String> progress)
            throws IOException {
        var memory = new Properties();
        try (var in = Files.newBufferedReader(report)) {
            memory.load(in);
        }
        double heap = Long.parseLong(memory.getProperty(MemoryContestant.HEAP)) / MIB;
        double resident = Long.parseLong(memory.getProperty(MemoryContestant.RESIDENT, "0")) / MIB;
        double eventBytes = (double) bytesOf(state, SEEN) / sessions;
        progress.accept(String.format(
                Locale.ROOT,
                "heap %,.0f MiB, resident at most %,.0f MiB, state on disk %,.0f MiB of which events %,.1f bytes each",
                heap,
                resident,
                bytesOf(state, "") / MIB,
                eventBytes));
        return List.of(
                new Comparison(
                        String.format(Locale.ROOT, "stream processor, heap at %,d live sessions", sessions),
                        "-",
                        "MiB",
                        Sense.LOWER,
                        new Samples(List.of(heap)),
                        null,
                        HEAP_MIB_BAR),
                new Comparison(
                        "stream processor, disk per remembered event",
                        "-",
                        "bytes",
                        Sense.LOWER,
                        new Samples(List.of(eventBytes)),
                        null,
                        EVENT_BYTES_BAR));
    }

    /** Returns how long the files below {@code folder} are that have {@code store} in their path. */
    private static long bytesOf(Path folder, String store) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && folder.relativize(file).toString().contains(store))
                    .mapToLong(MemoryContest::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
