package io.spendstream.console.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spendstream.console.live.Warning.Code;
import io.spendstream.contract.Topic;
import io.spendstream.sink.report.LedgerReader;
import io.spendstream.sink.report.UnpricedModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether there is something a person should look at. A lag is one that stays: two looks in
 * succession, both beyond what a second of traffic explains.
 */
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Duration DRIFT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration RECENT = Duration.ofHours(24);
    private static final long LAG_MAX = 1_000;
    private static final int MODELS_MAX = 20;
    private static final int MODELS_NAMED = 3;

    private final LedgerReader ledger;
    private final Pipeline pipeline;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, Watch::newThread);
    private volatile List<Warning> warnings = List.of();

    // used by the thread that looks
    private final Paced<List<UnpricedModel>> unpriced;
    private final Paced<Integer> drift;
    private boolean isSinkBehind;
    private boolean isProcessorBehind;

    private Watch(LedgerReader ledger, Pipeline pipeline, InstantSource clock) {
        this.ledger = ledger;
        this.pipeline = pipeline;
        this.clock = clock;
        unpriced = new Paced<>(this::askUnpriced, INTERVAL, System::nanoTime);
        drift = new Paced<>(ledger::differentSums, DRIFT_INTERVAL, System::nanoTime);
    }

    /** Starts to look; {@code admin} is the caller's to close. */
    public static Watch start(LedgerReader ledger, Admin admin, String applicationId, InstantSource clock) {
        var watch = new Watch(ledger, new Pipeline(admin, applicationId), clock);
        var unused = watch.executor.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private static Thread newThread(Runnable work) {
        var thread = new Thread(work, "console-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns what there is to look at. */
    public List<ObjectNode> warnings() {
        return warnings.stream().map(Warning::json).toList();
    }

    private void look() {
        List<Warning> found = new ArrayList<>();
        Optional<Map<Integer, Long>> positions = Optional.empty();
        try {
            positions = Optional.of(ledger.positions(Topic.LEDGER.topicName()));
        } catch (RuntimeException e) {
            LOG.debug("the positions cannot be asked for", e); // whoever asks is told so
        }
        if (positions.isPresent()) { // each would wait for the database in vain, and the broker would be looked at late
            lookAtLedger(found, this::lookForUnpricedCalls);
            lookAtLedger(found, this::lookForRejectedLines);
            lookAtLedger(found, this::lookForDrift);
        }
        try {
            lookAtPipeline(found, positions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("the broker cannot be asked", e);
            found.add(Warning.of(
                    Code.KAFKA_UNREACHABLE,
                    "Kafka does not answer: budgets, alerts and the live tail stand still, and lag is not known.",
                    0));
        }
        warnings = List.copyOf(found);
    }

    /** Looks for one thing: that it cannot be asked for hides no other. */
    private static void lookAtLedger(List<Warning> found, Consumer<List<Warning>> look) {
        try {
            look.accept(found);
        } catch (RuntimeException e) {
            LOG.debug("the ledger cannot be looked at", e); // whoever asks is told so
        }
    }

    private void lookForUnpricedCalls(List<Warning> found) {
        List<UnpricedModel> models = unpriced.get();
        if (!models.isEmpty()) {
            long calls = models.stream().mapToLong(UnpricedModel::calls).sum();
            found.add(new Warning(
                    Code.UNPRICED_CALLS,
                    text(
                            "%,d %s of the last 24 hours %s no known cost: %s.",
                            calls, calls == 1 ? "call" : "calls", calls == 1 ? "has" : "have", named(models)),
                    calls,
                    models.stream().limit(MODELS_MAX).toList()));
        }
    }

    private void lookForRejectedLines(List<Warning> found) {
        long rejected = ledger.freshness().rejected();
        if (rejected > 0) {
            found.add(Warning.of(
                    Code.REJECTED_LINES,
                    text(
                            "%,d ledger %s could not become a row and %s missing from every sum.",
                            rejected, rejected == 1 ? "line" : "lines", rejected == 1 ? "is" : "are"),
                    rejected));
        }
    }

    private void lookForDrift(List<Warning> found) {
        int differences = drift.get();
        if (differences > 0) {
            found.add(Warning.of(
                    Code.DRIFT,
                    text(
                            "%,d %s: trust no figure here.",
                            differences,
                            differences == 1
                                    ? "sum differs from what it must equal"
                                    : "sums differ that must be equal"),
                    differences));
        }
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private List<UnpricedModel> askUnpriced() {
        Instant now = clock.instant();
        return ledger.unpriced(now.minus(RECENT), now.plus(RECENT));
    }

    private static String named(List<UnpricedModel> models) {
        String names = models.stream()
                .limit(MODELS_NAMED)
                .map(model -> model.provider() + "/" + model.model())
                .collect(Collectors.joining(", "));
        return models.size() > MODELS_NAMED ? names + " and %d more".formatted(models.size() - MODELS_NAMED) : names;
    }

    /**
     * @param positions how far the tables have the ledger; empty if the database did not say
     */
    private void lookAtPipeline(List<Warning> found, Optional<Map<Integer, Long>> positions)
            throws InterruptedException, ExecutionException, TimeoutException {
        long refused = pipeline.refusedSince(clock.instant().minus(RECENT));
        if (refused > 0) {
            found.add(Warning.of(
                    Code.REJECTED_EVENTS,
                    "Events were refused in the last 24 hours and are in no sum; see: spendstream dead-letters list.",
                    refused));
        }
        long sinkLag = positions.isPresent() ? pipeline.sinkLag(positions.get()) : 0;
        if (sinkLag > LAG_MAX && isSinkBehind) {
            found.add(Warning.of(
                    Code.SINK_LAG,
                    text("The tables are behind: about %,d ledger lines are not in any figure yet.", sinkLag),
                    sinkLag));
        }
        isSinkBehind = sinkLag > LAG_MAX;
        long processorLag = pipeline.processorLag();
        if (processorLag > LAG_MAX && isProcessorBehind) {
            found.add(Warning.of(
                    Code.PROCESSOR_LAG,
                    text("The stream processor is behind: about %,d usage events wait for it.", processorLag),
                    processorLag));
        }
        isProcessorBehind = processorLag > LAG_MAX;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
