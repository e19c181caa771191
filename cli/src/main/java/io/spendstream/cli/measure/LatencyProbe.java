package io.spendstream.cli.measure;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.progress.Work;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.producer.TokenTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends events at a steady rate and watches, on a thread per stage, when each of them gets there. All times are taken
 * on this machine's monotonic clock, in this process.
 */
final class LatencyProbe implements Probe {
    /** A model that is in the book and rarely used, so that its counter moves with the probe alone. */
    private static final String MODEL = "gpt-4.1-nano";

    private static final Duration WATCH_MAX = Duration.ofSeconds(30);

    private final Connection connection;
    private final int rate;
    private final EventId ids = EventId.system();
    private final TokenTracker tracker;
    private volatile @Nullable Trial current;

    LatencyProbe(Connection connection, int rate) {
        this.connection = connection;
        this.rate = rate;
        this.tracker = Trackers.open(connection, this::acknowledged);
    }

    private void acknowledged(String eventId, long nanoTime) {
        Trial trial = current;
        if (trial != null) {
            trial.acknowledged(eventId, nanoTime);
        }
    }

    @Override
    public Map<String, Latencies> run(int count, Work work) throws Exception {
        String[] eventIds = new String[count];
        for (int i = 0; i < count; i++) {
            eventIds[i] = ids.mint();
        }
        var trial = new Trial(eventIds);
        current = trial;
        @Nullable
        MetricsWatch metrics = connection.metricsUrl().isPresent()
                ? new MetricsWatch(connection.metricsUrl().get(), MODEL, trial)
                : null;
        List<Thread> watchers = new ArrayList<>();
        watchers.add(start("ledger-watch", new LedgerWatch(connection.kafkaProperties(), trial)));
        watchers.add(start("row-watch", new RowWatch(connection, trial)));
        if (metrics != null) {
            watchers.add(start("metrics-watch", metrics));
        }
        try {
            send(trial, work);
            tracker.flush(WATCH_MAX);
            for (Thread watcher : watchers) {
                watcher.join(WATCH_MAX.toMillis());
            }
        } finally {
            watchers.forEach(Thread::interrupt);
        }
        for (Thread watcher : watchers) {
            watcher.join();
        }
        Map<String, Latencies> stages = new LinkedHashMap<>();
        stages.put("acknowledged", trial.acknowledged);
        stages.put("ledger", trial.ledger);
        stages.put("committed_row", trial.committedRow);
        if (metrics != null) {
            metrics.finish();
            stages.put("metrics", trial.metrics);
        }
        return stages;
    }

    private void send(Trial trial, Work work) {
        Attribution attribution = Attribution.builder("measure-" + ids.mint())
                .taskType("measure")
                .team("measure")
                .agent("latency-probe")
                .environment("measure")
                .build();
        var call = new ModelCall("openai", MODEL, null, "chat", null);
        UsageCounts usage = UsageCounts.of(1_200, 80);
        var pace = new Pace(rate);
        for (int event = 0; event < trial.size(); event++) {
            pace.await();
            UsageEvent usageEvent = UsageEvent.of(trial.eventId(event), Instant.now(), attribution, call, usage);
            trial.recording(event, System.nanoTime());
            tracker.record(usageEvent);
            work.advance(1);
        }
    }

    private static Thread start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        tracker.close();
    }
}
