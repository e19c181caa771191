package io.spendstream.cli.measure;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.progress.Work;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Budget;
import io.spendstream.contract.BudgetAmount;
import io.spendstream.contract.BudgetDimension;
import io.spendstream.contract.BudgetPeriod;
import io.spendstream.contract.BudgetStateJson;
import io.spendstream.contract.EventId;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Topic;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.producer.TokenTracker;
import io.spendstream.stream.budget.BudgetPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends events at a steady rate, of which one in {@link #CALLS_PER_ALERT} exceeds a budget that its session has to itself,
 * and watches when the alerts come. All times are taken on this machine's monotonic clock, in this process.
 */
final class AlertProbe implements Probe {
    /** How many calls there are for one that exceeds a budget. */
    static final int CALLS_PER_ALERT = 10;

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration WAIT_STEP = Duration.ofMillis(200);

    private final Connection connection;
    private final int rate;
    private final EventId ids = EventId.system();
    private final TokenTracker tracker;
    private final BudgetPublisher publisher;
    private final Budget budget;

    private AlertProbe(Connection connection, int rate) {
        this.connection = connection;
        this.rate = rate;
        budget = Budget.builder("measure-" + ids.mint(), BudgetAmount.usd(Money.of("0.000001")))
                .name("Measure")
                .scope(BudgetDimension.TASK_TYPE, "measure-alerts")
                .each(BudgetDimension.SESSION)
                .period(BudgetPeriod.of(BudgetPeriod.Type.SESSION, ZoneOffset.UTC))
                .thresholds("1")
                .build();
        tracker = Trackers.open(connection);
        publisher = new BudgetPublisher(connection.kafkaProperties());
    }

    /** Returns a probe whose budget is in force. If that cannot be had, nothing of it is left. */
    static AlertProbe open(Connection connection, int rate) throws Exception {
        var probe = new AlertProbe(connection, rate);
        try {
            probe.publisher.publish(probe.budget);
            probe.awaitInForce();
            return probe;
        } catch (Exception e) {
            probe.closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void awaitInForce() throws InterruptedException {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!isInForce()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "no stream processor took the probe's budget up within %d s; start one, or look at its log"
                                .formatted(WAIT_MAX.toSeconds()));
            }
            Thread.sleep(WAIT_STEP.toMillis());
        }
    }

    private boolean isInForce() {
        var isFound = new AtomicBoolean();
        TopicScan.run(connection.kafkaProperties(), Topic.BUDGET_STATE, record -> {
            boolean isOurs = BudgetStateJson.readKey(record.key()).budgetId().equals(budget.id());
            isFound.compareAndSet(false, isOurs);
            return !isOurs;
        });
        return isFound.get();
    }

    @Override
    public Map<String, Latencies> run(int count, Work work) throws Exception {
        String[] eventIds = new String[count / CALLS_PER_ALERT];
        for (int i = 0; i < eventIds.length; i++) {
            eventIds[i] = ids.mint();
        }
        var trial = new AlertTrial(eventIds);
        var watch = new AlertWatch(connection.kafkaProperties(), trial);
        var watcher = new Thread(watch, "alert-watch");
        watcher.setDaemon(true);
        watcher.start();
        try {
            send(trial, count, work);
            tracker.flush(WAIT_MAX);
            watcher.join(WAIT_MAX.toMillis());
        } finally {
            watcher.interrupt();
        }
        watcher.join();
        return Map.of("alert", trial.latencies());
    }

    private void send(AlertTrial trial, int count, Work work) {
        var call = new ModelCall("openai", "gpt-4.1-nano", null, "chat", null);
        UsageCounts usage = UsageCounts.of(1_200, 80);
        Attribution quiet = attribution("measure-" + ids.mint(), "measure");
        var pace = new Pace(rate);
        for (int event = 0; event < count; event++) {
            pace.await();
            int alert = event / CALLS_PER_ALERT;
            if (event % CALLS_PER_ALERT == 0 && alert < trial.size()) {
                String id = trial.eventId(alert);
                var usageEvent =
                        UsageEvent.of(id, Instant.now(), attribution("session-" + id, "measure-alerts"), call, usage);
                trial.recording(alert, System.nanoTime());
                tracker.record(usageEvent);
            } else {
                tracker.record(UsageEvent.of(ids.mint(), Instant.now(), quiet, call, usage));
            }
            work.advance(1);
        }
    }

    private static Attribution attribution(String session, String taskType) {
        return Attribution.builder(session)
                .taskType(taskType)
                .team("measure")
                .agent("alert-probe")
                .environment("measure")
                .build();
    }

    @Override
    public void close() {
        tracker.close();
        try (publisher) {
            publisher.delete(budget);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the probe's budget %s stays in force".formatted(budget.id()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
