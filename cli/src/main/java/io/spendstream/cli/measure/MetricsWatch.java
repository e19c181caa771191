package io.spendstream.cli.measure;

import io.spendstream.cli.process.Scrape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Scrapes one counter of {@code /metrics} over and over; to ask for all of them would slow down what is measured. Counters do not name events: the row that was committed k-th is visible when
 * the requests of the trial's own model have risen by k.
 */
final class MetricsWatch implements Runnable {
    private static final String REQUESTS = "ai_requests_total";
    private static final long PAUSE_NANOS = 50_000_000;
    private static final long STANDS_NANOS = 1_500_000_000;

    private final String url;
    private final String modelLabel;
    private final Trial trial;
    private final long before;
    private final List<Reading> readings = new ArrayList<>();

    /** What the counter said. */
    private record Reading(long nanoTime, long requests) {}

    MetricsWatch(String url, String model, Trial trial) throws IOException, InterruptedException {
        this.url = url;
        this.modelLabel = "model=\"%s\"".formatted(model);
        this.trial = trial;
        this.before = standing();
    }

    /** Returns the counter once it stands: it shows what was committed earlier up to a second late. */
    private long standing() throws IOException, InterruptedException {
        long last = requests();
        long since = System.nanoTime();
        while (System.nanoTime() - since < STANDS_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
            long now = requests();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }

    private long requests() throws IOException, InterruptedException {
        return (long) Scrape.of(url, REQUESTS).sum(REQUESTS, labels -> labels.contains(modelLabel));
    }

    @Override
    public void run() {
        try {
            long seen = before;
            while (!Thread.currentThread().isInterrupted() && seen - before < trial.size()) {
                seen = requests();
                readings.add(new Reading(System.nanoTime(), seen));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("%s could not be scraped".formatted(url), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the trial when each event became visible; to be called when the thread has ended. */
    void finish() {
        int[] byCommit = IntStream.range(0, trial.size())
                .filter(trial.committedRow::has)
                .boxed()
                .sorted(Comparator.comparingLong(event -> trial.recordedAt(event) + trial.committedRow.get(event)))
                .mapToInt(Integer::intValue)
                .toArray();
        int visible = 0;
        for (Reading reading : readings) {
            while (visible < byCommit.length && visible < reading.requests() - before) {
                int event = byCommit[visible++];
                trial.metrics.set(event, reading.nanoTime() - trial.recordedAt(event));
            }
        }
    }
}
