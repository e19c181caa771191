package io.spendstream.benchmarks;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TokenTrackerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code record} as an agent's thread sees it, against one write of the same bytes to a file. No broker answers, so that
 * the journal alone is measured; each iteration begins with an empty one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordingBenchmark {
    private static final String NOBODY = "127.0.0.1:1";

    private final UsageEvent event = UsageEvent.of(
            "openai:chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
            Instant.parse("2026-11-21T20:43:27.512Z"),
            Attribution.builder("session-4711")
                    .team("search")
                    .agent("crawler")
                    .taskType("summarise")
                    .build(),
            new ModelCall("openai", "gpt-4o-2024-08-06", "gpt-4o", "chat", "default"),
            UsageCounts.of(507, 310));
    private final ByteBuffer bytes = ByteBuffer.wrap(UsageEventJson.write(event));

    // set by begin, before anything is measured
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TokenTracker tracker;

    @SuppressWarnings("NullAway.Init")
    private FileChannel file;

    /** Opens an empty journal and an empty file. */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
        folder = Files.createTempDirectory("recording-");
        tracker = new TokenTracker(TokenTrackerConfig.of(Map.of(
                TokenTrackerConfig.BOOTSTRAP_SERVERS,
                NOBODY,
                TokenTrackerConfig.JOURNAL_DIRECTORY,
                folder.resolve("journal").toString(),
                TokenTrackerConfig.CLOSE_MILLIS_MAX,
                "0")));
        file = FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Removes both; a journal that dropped an event did not do the work. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
        if (!tracker.counters().dropped().isEmpty()) {
            throw new IllegalStateException("events were dropped: " + tracker.counters());
        }
        tracker.close();
        file.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RecordingBenchmark::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ours. */
    @Benchmark
    public void record() {
        tracker.record(event);
    }

    /** What it is measured against. */
    @Benchmark
    public int write() throws IOException {
        return file.write(bytes.rewind());
    }
}
