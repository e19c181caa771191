package io.spendstream.faults.run;

import io.spendstream.cli.process.Scrape;
import io.spendstream.contract.Topic;
import io.spendstream.faults.inject.RawSender;
import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.verify.Acknowledged;
import io.spendstream.faults.verify.AlertCheck;
import io.spendstream.faults.verify.BudgetCheck;
import io.spendstream.faults.verify.Check;
import io.spendstream.faults.verify.Comparison;
import io.spendstream.faults.verify.CounterCheck;
import io.spendstream.faults.verify.Entry;
import io.spendstream.faults.verify.Expected;
import io.spendstream.faults.verify.Origin;
import io.spendstream.faults.verify.Sum;
import io.spendstream.faults.verify.TableViews;
import io.spendstream.faults.verify.TopicReader;
import io.spendstream.faults.verify.TopicViews;
import io.spendstream.faults.verify.UsageLog;
import io.spendstream.faults.verify.View;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads every view of a run and compares it with what must be there. */
final class Verification {
    private static final List<Topic> WRITTEN = List.of(
            Topic.LEDGER,
            Topic.PARTIALS,
            Topic.BUDGET_PARTIALS,
            Topic.TOTALS,
            Topic.BUDGET_STATE,
            Topic.BUDGET_ALERTS,
            Topic.DEAD_LETTERS);

    private final Cluster cluster;
    private final RawSender sender;
    private final LedgerFollower follower;
    private final TopicReader reader;

    Verification(Cluster cluster, RawSender sender, LedgerFollower follower) {
        this.cluster = cluster;
        this.sender = sender;
        this.follower = follower;
        this.reader = cluster.reader();
    }

    /** Returns what must become of each record the usage topic has now. */
    UsageLog usage() {
        var log = new UsageLog(cluster.workload());
        for (ConsumerRecord<byte[], byte[]> record : reader.readAll(Topic.USAGE)) {
            log.read(
                    new Origin(record.partition(), record.offset()),
                    Instant.ofEpochMilli(record.timestamp()),
                    record.key(),
                    record.value());
        }
        return log;
    }

    /** Returns the check that what was promised is in the usage topic. */
    Check acknowledged(UsageLog log) throws IOException {
        return Acknowledged.read(cluster.directory(), Cluster.AGENTS, cluster.workload())
                .check(log);
    }

    /** Returns all checks, for a usage topic to which nothing is added any more. */
    List<Check> all(UsageLog log) throws IOException, InterruptedException {
        List<Check> checks = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> ledger = reader.readAll(Topic.LEDGER);
        checks.add(acknowledged(log));
        checks.add(hostile(log));
        checks.add(hidden());
        checks.add(new ReadingCheck(cluster).check(log.ends(), ledger));
        List<Entry> entries = TopicViews.ledger(ledger);
        Expected expected = Expected.of(log.counted(), cluster.prices(), TopicViews.priceIds(entries));
        checks.add(follower.check(ledger));
        checks.add(Comparison.of(expected, View.ofEntries("ledger topic", entries)));
        checks.addAll(topics(log, expected));
        checks.addAll(tables(expected));
        return checks;
    }

    private Check hostile(UsageLog log) {
        var missing = new TreeSet<>(sender.hostileSent());
        missing.removeAll(log.hostile());
        return new Check(
                "hostile records in the topic",
                log.hostile().size(),
                missing.stream().map(key -> key + " is missing").toList());
    }

    private Check hidden() {
        List<String> differences = new ArrayList<>();
        for (Topic topic : WRITTEN) {
            reader.hidden(topic)
                    .forEach((partition, count) ->
                            differences.add("%s: a transaction hides %d records".formatted(partition, count)));
        }
        return new Check("no transaction left open", WRITTEN.size(), differences);
    }

    private List<Check> topics(UsageLog log, Expected expected) {
        var totals = reader.readTable(Topic.TOTALS).values();
        List<String> differences = new ArrayList<>();
        Map<String, Long> outcomes = TopicViews.outcomes(totals);
        Map<String, Long> should = new TreeMap<>(log.outcomes());
        new TreeSet<>(should.keySet()).forEach(outcome -> compare(outcome, should, outcomes, differences));
        new TreeSet<>(outcomes.keySet())
                .stream()
                        .filter(outcome -> !should.containsKey(outcome))
                        .forEach(outcome -> compare(outcome, should, outcomes, differences));
        return List.of(
                new Check("what became of each record", log.received(), differences),
                TopicViews.deadLetters(log.refused(), reader.readAll(Topic.DEAD_LETTERS), Topic.USAGE.topicName()),
                Comparison.of(expected, TopicViews.totals(totals)),
                BudgetCheck.states(
                        expected, reader.readTable(Topic.BUDGET_STATE).values()),
                AlertCheck.of(expected, reader.readAll(Topic.BUDGET_ALERTS), Instant.now()));
    }

    private static void compare(
            String outcome, Map<String, Long> should, Map<String, Long> is, List<String> differences) {
        long expected = should.getOrDefault(outcome, 0L);
        long found = is.getOrDefault(outcome, 0L);
        if (expected != found) {
            differences.add("%d records are counted as %s and %d should be".formatted(found, outcome, expected));
        }
    }

    private Check scrape(Map<String, Sum> counters) throws InterruptedException {
        try {
            return CounterCheck.scrape(counters, Scrape.of(cluster.metricsUrls()));
        } catch (IOException e) {
            return new Check("Prometheus counters", 0, List.of("not answered: " + e.getMessage()));
        }
    }

    private List<Check> tables(Expected expected) throws InterruptedException {
        try (Connection connection = cluster.database().connect()) {
            Map<String, Sum> counters = TableViews.counters(connection);
            return List.of(
                    Comparison.of(expected, View.ofEntries("token_usage", TableViews.rows(connection))),
                    Comparison.of(expected, TableViews.rollup(connection, "token_usage_rollup")),
                    Comparison.of(expected, TableViews.rollup(connection, "token_usage_rollup_hour")),
                    Comparison.of(expected, TableViews.rollup(connection, "token_usage_rollup_day")),
                    CounterCheck.table(expected, counters),
                    scrape(counters));
        } catch (SQLException e) {
            return List.of(new Check("tables", 0, List.of("the database does not answer: " + e.getMessage())));
        }
    }
}
