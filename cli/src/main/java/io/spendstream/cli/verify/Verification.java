package io.spendstream.cli.verify;

import io.spendstream.cli.connection.Connection;
import io.spendstream.cli.connection.Trackers;
import io.spendstream.cli.demo.Fleet;
import io.spendstream.cli.demo.SimulatedAgent;
import io.spendstream.cli.demo.SimulatedProvider;
import io.spendstream.cli.prices.ClusterBook;
import io.spendstream.cli.process.Scrape;
import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.topics.TopicScan;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.Dimension;
import io.spendstream.contract.EventId;
import io.spendstream.contract.Tally;
import io.spendstream.contract.Topic;
import io.spendstream.contract.TotalJson;
import io.spendstream.contract.TotalKey;
import io.spendstream.contract.UsageEvent;
import io.spendstream.producer.TokenTracker;
import io.spendstream.stream.book.PublishedBook;
import io.spendstream.stream.pricing.PriceBook;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The checks of {@code spendstream verify}, in the order a call travels. Not thread-safe. */
final class Verification {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration WAIT_STEP = Duration.ofMillis(100);
    private static final int TASKS = 5;

    /** How far a floating-point sum of cents may be off the exact one, relative to it. */
    private static final BigDecimal FLOAT_TOLERANCE = new BigDecimal("1e-9");

    private final Connection connection;
    private final boolean isAlone;
    private final Evidence evidence;
    private final Progress progress;
    private final Table table;
    private final String run;
    private final String session;

    Verification(Connection connection, boolean isAlone, Evidence evidence, Progress progress) {
        this.connection = connection;
        this.isAlone = isAlone;
        this.evidence = evidence;
        this.progress = progress;
        this.table = new Table(connection);
        this.run = "verify-" + EventId.system().mint().substring(24);
        this.session = run;
    }

    void run() throws Exception {
        evidence.say("session %s".formatted(session));
        evidence.say("");
        List<UsageEvent> events = events();
        Map<TotalKey, Tally> totalsBefore = totals(key -> key.dimension() == Dimension.OUTCOME);
        record(events, "5 agent tasks are recorded and acknowledged by Kafka");
        List<Table.Row> rows =
                await(progress, "waiting for the rows", () -> table.rowsOf(session), found -> found.size() >= TASKS);
        checkRows(rows);
        if (rows.isEmpty()) {
            return; // nothing else can be said; that there are none was said
        }
        PriceBook book = ClusterBook.inForce(connection, progress)
                .map(PublishedBook::open)
                .orElseGet(PriceBook::bundled);
        RecomputedCost.check(rows.get(0), book, evidence);
        BudgetTrip.check(connection, run, rows, evidence, progress);
        checkTotals();
        ReportAgreement.check(connection, run, table.sumsOfTaskTypes(run), evidence);
        checkMetrics();
        checkReplay(events, rows, totalsBefore);
    }

    private List<UsageEvent> events() {
        var random = new Random();
        var provider = new SimulatedProvider(random);
        List<UsageEvent> events = new ArrayList<>();
        for (int task = 1; task <= TASKS; task++) {
            SimulatedAgent agent = SimulatedAgent.fleet().get(task - 1);
            Attribution attribution = Attribution.builder(session)
                    .taskType("%s-%d-%s".formatted(run, task, agent.taskType()))
                    .team("verify")
                    .agent(agent.agent())
                    .environment("verify")
                    .build();
            events.addAll(Fleet.read(agent, provider.answer(agent)).toEvents(Instant.now(), attribution));
        }
        return events;
    }

    private void record(List<UsageEvent> events, String what) {
        boolean isAcknowledged;
        try (TokenTracker tracker = Trackers.open(connection)) {
            events.forEach(tracker::record);
            isAcknowledged = progress.during(
                    "sending to Kafka at " + connection.bootstrapServers(), () -> tracker.flush(WAIT_MAX));
        }
        evidence.check(
                what,
                isAcknowledged,
                String.join(
                        "\n",
                        events.stream()
                                .map(event -> "%s  %s".formatted(event.eventId(), event.usage()))
                                .toList()));
    }

    private void checkRows(List<Table.Row> rows) {
        boolean allCounted = rows.stream()
                .allMatch(row -> row.promptTokens() != null
                        && row.promptTokens() > 0
                        && row.completionTokens() != null
                        && row.completionTokens() > 0);
        evidence.check(
                "each task has a row with non-zero tokens",
                rows.size() == TASKS && allCounted,
                String.join(
                        "\n",
                        rows.stream()
                                .map(row -> "%s  %s  %d + %d tokens  $%s"
                                        .formatted(
                                                row.taskType(),
                                                row.model(),
                                                row.promptTokens(),
                                                row.completionTokens(),
                                                row.cost()))
                                .toList()));
    }

    private void checkTotals() throws Exception {
        Predicate<TotalKey> isOurs = key ->
                key.dimension() == Dimension.TASK_TYPE && key.values().get(0).startsWith(run);
        Table.Sums sums = progress.during("adding up the rows", () -> table.sumsOfTaskTypes(run));
        Map<TotalKey, Tally> totals = await(
                progress,
                "waiting for the stream's totals",
                () -> totals(isOurs),
                found -> found.values().stream().mapToLong(Tally::calls).sum() >= sums.calls());
        Tally total = totals.values().stream().reduce(Tally.ZERO, Tally::plus);
        boolean isEqual = total.calls() == sums.calls()
                && sums.promptTokens().compareTo(BigDecimal.valueOf(total.promptTokens())) == 0
                && sums.completionTokens().compareTo(BigDecimal.valueOf(total.completionTokens())) == 0
                && sums.costExact().compareTo(total.cost().toBigDecimal()) == 0;
        evidence.check(
                "the stream's daily totals per task type equal the rows, to the last digit",
                isEqual,
                "stream  %d calls, %d prompt + %d completion tokens, $%s\nrows    %s"
                        .formatted(total.calls(), total.promptTokens(), total.completionTokens(), total.cost(), sums));
    }

    private void checkMetrics() throws Exception {
        Optional<String> url = connection.metricsUrl();
        if (url.isEmpty()) {
            evidence.check("/metrics shows the same totals as the table", false, "give --metrics-url to check this");
            return;
        }
        // Rows may arrive while we look: the counters must lie between the table before and the table after.
        Table.Sums before = progress.during("adding up all rows", table::sums);
        MetricsView metrics = await(
                progress,
                "waiting for the metrics",
                () -> MetricsView.of(Scrape.of(url.get())),
                found -> found.isAtLeast(before));
        Table.Sums after = progress.during("adding up all rows", table::sums);
        evidence.check(
                "/metrics shows the same totals as the table",
                metrics.isBetween(before, after, FLOAT_TOLERANCE),
                "metrics %s\nrows    %s".formatted(metrics, after));
    }

    private void checkReplay(List<UsageEvent> events, List<Table.Row> rows, Map<TotalKey, Tally> totalsBefore)
            throws Exception {
        record(events, "every event is sent again");
        long expected = calls(totalsBefore, "duplicate") + events.size();
        Map<TotalKey, Tally> outcomes = await(
                progress,
                "waiting for the copies to be counted",
                () -> totals(key -> key.dimension() == Dimension.OUTCOME),
                found -> calls(found, "duplicate") >= expected);
        List<Table.Row> again = table.rowsOf(session);
        evidence.check(
                "and nothing changed: the copies are counted as duplicates, the rows are the same",
                calls(outcomes, "duplicate") >= expected && again.equals(rows),
                "%d duplicates were counted; %d rows before, %d after"
                        .formatted(
                                calls(outcomes, "duplicate") - calls(totalsBefore, "duplicate"),
                                rows.size(),
                                again.size()));
        if (isAlone) {
            long received = received();
            long decided = outcomes.values().stream().mapToLong(Tally::calls).sum();
            evidence.check(
                    "accepted + corrected + duplicate + rejected = received",
                    received == decided,
                    "%d decided, %d received".formatted(decided, received));
        }
    }

    private long received() {
        long[] records = {0};
        TopicScan.run(connection.kafkaProperties(), Topic.USAGE, progress, record -> {
            records[0]++;
            return true;
        });
        return records[0];
    }

    private static long calls(Map<TotalKey, Tally> outcomes, String outcome) {
        return outcomes.entrySet().stream()
                .filter(entry -> entry.getKey().values().equals(List.of(outcome)))
                .mapToLong(entry -> entry.getValue().calls())
                .sum();
    }

    private Map<TotalKey, Tally> totals(Predicate<TotalKey> wanted) {
        Map<TotalKey, Tally> totals = new HashMap<>();
        TopicScan.run(connection.kafkaProperties(), Topic.TOTALS, record -> {
            TotalKey key = TotalJson.readKey(record.key());
            byte @Nullable [] value = record.value();
            if (wanted.test(key)) {
                totals.put(key, value == null ? Tally.ZERO : TotalJson.readTotal(value));
            }
            return true;
        });
        return totals;
    }

    /** Asks until the answer is {@code good} or the time is up; returns the last answer. */
    static <T> T await(Progress progress, String what, Callable<T> question, Predicate<T> good) throws Exception {
        return progress.during(what, () -> {
            long deadline = System.nanoTime() + WAIT_MAX.toNanos();
            T answer = question.call();
            while (!good.test(answer) && System.nanoTime() < deadline) {
                Thread.sleep(WAIT_STEP.toMillis());
                answer = question.call();
            }
            return answer;
        });
    }
}
