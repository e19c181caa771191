package io.spendstream.benchmarks.pipeline;

import io.spendstream.benchmarks.Contest;
import io.spendstream.benchmarks.Effort;
import io.spendstream.benchmarks.result.Comparison;
import io.spendstream.benchmarks.result.Samples;
import io.spendstream.benchmarks.result.Sense;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageEventJson;
import io.spendstream.embedded.EmbeddedKafka;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TokenTrackerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long {@code record} holds the caller's thread at a steady 10,000 events a second, while the same process ships what
 * is recorded to a broker. A bare write of the same bytes at the same pace says what the machine does to any thread.
 */
public final class RecordContest implements Contest {
    private static final int RATE = 10_000;
    private static final long BEAT_NANOS = 1_000_000_000L / RATE;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double BAR_MICROS = 20;
    private static final double P50 = 0.5;
    private static final double P99 = 0.99;
    private static final int WARM_UP_SECONDS = 5;
    private static final Duration FLUSH_MAX = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "record";
    }

    @Override
    public List<Comparison> run(Effort effort, Consumer<String> progress) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<UsageEvent> events = events();
        for (int round = 1; round <= effort.rounds(); round++) {
            try (var folder = new WorkFolder();
                    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                    var admin = Admin.create(Topics.settings(kafka.bootstrapServers()))) {
                Topics.create(admin);
                double[] write = write(folder, events, effort.seconds());
                double[] record = record(kafka, folder, events, effort.seconds());
                ours.add(at(record, P99));
                progress.accept(String.format(
                        Locale.ROOT,
                        "round %d: record p50 %.1f, p99 %.1f us; FileChannel.write p50 %.1f, p99 %.1f us",
                        round,
                        at(record, P50),
                        at(record, P99),
                        at(write, P50),
                        at(write, P99)));
            }
        }
        return List.of(new Comparison(
                "record on the caller's thread, p99",
                "10,000 events/s",
                "us",
                Sense.LOWER,
                new Samples(ours),
                null,
                BAR_MICROS));
    }

    private static List<UsageEvent> events() {
        var workload = new Workload();
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < RATE; i++) {
            events.add(workload.next(Instant.now()));
        }
        return events;
    }

    private static double[] record(EmbeddedKafka kafka, WorkFolder folder, List<UsageEvent> events, int seconds) {
        var config = TokenTrackerConfig.of(Map.of(
                TokenTrackerConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers(),
                TokenTrackerConfig.JOURNAL_DIRECTORY, folder.resolve("journal").toString()));
        try (var tracker = new TokenTracker(config)) {
            paced(events, WARM_UP_SECONDS, tracker::record);
            double[] micros = paced(events, seconds, tracker::record);
            if (!tracker.flush(FLUSH_MAX) || !tracker.counters().dropped().isEmpty()) {
                throw new IllegalStateException("not all was acknowledged: " + tracker.counters());
            }
            return micros;
        }
    }

    private static double[] write(WorkFolder folder, List<UsageEvent> events, int seconds) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(UsageEventJson.write(events.get(0)));
        try (var file = FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Consumer<UsageEvent> write = event -> {
                try {
                    file.write(bytes.rewind());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            paced(events, WARM_UP_SECONDS, write);
            return paced(events, seconds, write);
        }
    }

    /** Hands {@code events} to {@code call} again and again, at a steady pace, and returns how long each call took. */
    private static double[] paced(List<UsageEvent> events, int seconds, Consumer<UsageEvent> call) {
        double[] micros = new double[RATE * seconds];
        long next = System.nanoTime();
        for (int i = 0; i < micros.length; i++) {
            while (next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += BEAT_NANOS;
            UsageEvent event = events.get(i % events.size());
            long begun = System.nanoTime();
            call.accept(event);
            micros[i] = (System.nanoTime() - begun) / NANOS_PER_MICRO;
        }
        Arrays.sort(micros);
        return micros;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
