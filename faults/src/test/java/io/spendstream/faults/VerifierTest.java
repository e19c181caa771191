package io.spendstream.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.faults.run.RunOutcome;
import io.spendstream.faults.verify.AlertCheck;
import io.spendstream.faults.verify.Bucket;
import io.spendstream.faults.verify.BudgetCheck;
import io.spendstream.faults.verify.Check;
import io.spendstream.faults.verify.Comparison;
import io.spendstream.faults.verify.CounterCheck;
import io.spendstream.faults.verify.Entry;
import io.spendstream.faults.verify.Expected;
import io.spendstream.faults.verify.Expected.Counted;
import io.spendstream.faults.verify.Origin;
import io.spendstream.faults.verify.Sum;
import io.spendstream.faults.verify.TopicViews;
import io.spendstream.faults.verify.UsageLog;
import io.spendstream.faults.verify.View;
import io.spendstream.faults.workload.Kind;
import io.spendstream.faults.workload.PlannedCall;
import io.spendstream.faults.workload.PriceTable;
import io.spendstream.faults.workload.Report;
import io.spendstream.faults.workload.Workload;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** A verifier that finds nothing is worth something only if it finds what is there. */
final class VerifierTest {
    private static final Instant BASE = Instant.parse("2026-11-20T12:00:00Z");

    private final Workload workload = new Workload(7, BASE, 10);
    private final Map<String, Counted> calls = calls(200);
    private final Expected expected = Expected.of(calls, new PriceTable(BASE), Map.of());
    private final Expected many = Expected.of(calls(5_000), new PriceTable(BASE), Map.of());
    private final List<Entry> entries = entries();

    private Map<String, Counted> calls(int count) {
        Map<String, Counted> counted = new TreeMap<>();
        for (int number = 0; number < count; number++) {
            PlannedCall call = workload.call("agent-a", number);
            counted.put(call.id(), new Counted(call, call.reports().get(0), new Origin(number % 4, number / 4)));
        }
        return counted;
    }

    private List<Entry> entries() {
        List<Entry> made = new ArrayList<>();
        calls.forEach((id, counted) -> {
            PlannedCall call = counted.call();
            Sum sum = expected.events().getOrDefault(id, Sum.ZERO);
            made.add(new Entry(
                    new Origin(0, made.size()), id, 0, call.timestamp(), call.who(), call.model(), null, sum));
        });
        return made;
    }

    private Check compared(List<Entry> of) {
        return Comparison.of(expected, View.ofEntries("ledger", of));
    }

    private View buckets(List<Entry> of) {
        View all = View.ofEntries("totals", of);
        return View.ofBuckets("totals", Bucket.DIMENSIONS, all.buckets());
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(compared(entries).differences()).isEmpty();
        assertThat(Comparison.of(expected, buckets(entries)).differences()).isEmpty();
        assertThat(compared(entries).compared()).isGreaterThan(calls.size());
    }

    @Test
    void findsADroppedEvent() {
        Entry dropped = entries.remove(17);

        assertThat(compared(entries).differences().get(0)).contains(dropped.eventId(), "is missing");
        assertThat(Comparison.of(expected, buckets(entries)).differences()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void namesTheFirstEventThatDiffersAndWhereItIs() {
        var altered = new ArrayList<>(entries);
        altered.removeIf(entry -> Set.of("agent-a:9", "agent-a:102").contains(entry.eventId()));
        altered.addAll(entries.stream()
                .filter(entry -> entry.eventId().equals("agent-a:30"))
                .toList());

        assertThat(compared(entries).firstEvent()).isEmpty();
        assertThat(compared(altered).firstEvent()).isEqualTo("agent-a:9: usage partition 1, offset 2; ledger nowhere");
        altered.addAll(entries.stream()
                .filter(entry -> entry.eventId().equals("agent-a:4"))
                .toList());
        Check check = compared(altered);
        assertThat(check.firstEvent())
                .startsWith("agent-a:4: usage partition 0, offset 1; ledger partition 0, offset ");
        assertThat(new RunOutcome("seed 7", Map.of(), List.of(), List.of(check), Map.of()).text())
                .contains("FIRST EVENT agent-a:4");
    }

    @Test
    void findsFaultsThatWereNeverInjected() {
        var outcome = new RunOutcome("seed 7", Map.of("kill", 2, "fill", 0), List.of(), List.of(), Map.of());

        assertThat(outcome.neverInjected()).containsExactly("fill");
    }

    @Test
    void findsADoubledEvent() {
        entries.add(entries.get(42));

        assertThat(compared(entries).differences())
                .contains("entry 0 of %s stands twice".formatted(entries.get(42).eventId()));
        assertThat(Comparison.of(expected, buckets(entries)).differences()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void findsAnEventThatWasNeverSent() {
        Entry original = entries.get(3);
        entries.add(new Entry(
                original.place(),
                "agent-a:999999",
                0,
                original.timestamp(),
                original.who(),
                original.model(),
                null,
                original.sum()));

        assertThat(compared(entries).differences().get(0)).contains("agent-a:999999 should not be there");
    }

    @Test
    void findsOneUnitOfMoneyAndOneToken() {
        for (Sum more : List.of(
                new Sum(0, 0, 0, BigInteger.ONE, 0),
                new Sum(0, 1, 0, BigInteger.ZERO, 0),
                new Sum(0, 0, 1, BigInteger.ZERO, 0),
                new Sum(0, 0, 0, BigInteger.ZERO, 1))) {
            List<Entry> altered = new ArrayList<>(entries);
            Entry entry = altered.get(5);
            altered.set(
                    5,
                    new Entry(
                            entry.place(),
                            entry.eventId(),
                            0,
                            entry.timestamp(),
                            entry.who(),
                            entry.model(),
                            null,
                            entry.sum().plus(more)));

            assertThat(compared(altered).differences().get(0)).contains(entry.eventId());
            assertThat(Comparison.of(expected, buckets(altered)).differences()).hasSize(6);
        }
    }

    @Test
    void findsAnEventThatWentToAnotherSession() {
        Entry entry = entries.get(8);
        PlannedCall.Who who = entry.who();
        var other = new PlannedCall.Who("session-none", who.taskType(), who.team(), who.agent());
        entries.set(
                8,
                new Entry(
                        entry.place(), entry.eventId(), 0, entry.timestamp(), other, entry.model(), null, entry.sum()));

        assertThat(compared(entries).differences()).hasSize(2).anyMatch(text -> text.contains("session-none"));
    }

    @Test
    void findsCountersThatMissOrDouble() {
        Map<String, Sum> counters = new HashMap<>();
        expected.buckets().forEach((bucket, sum) -> {
            if (bucket.dimension().equals(Bucket.MODEL)) {
                counters.merge(bucket.value(), sum, Sum::plus);
            }
        });
        assertThat(CounterCheck.table(expected, counters).differences()).isEmpty();

        counters.merge("swift", entries.get(0).sum(), Sum::plus);

        assertThat(CounterCheck.table(expected, counters).differences()).hasSize(1);
    }

    @Test
    void findsMissingDoubledAndWrongDeadLetters() {
        Map<Origin, String> refused = Map.of(new Origin(0, 5), "too_late", new Origin(1, 9), "conflict");
        List<ConsumerRecord<byte[], byte[]>> letters =
                new ArrayList<>(List.of(letter("too_late", 0, 5), letter("conflict", 1, 9)));
        assertThat(TopicViews.deadLetters(refused, letters, "u").differences()).isEmpty();

        letters.add(letter("conflict", 1, 9));
        assertThat(TopicViews.deadLetters(refused, letters, "u").differences()).hasSize(1);
        assertThat(TopicViews.deadLetters(refused, letters.subList(0, 1), "u").differences())
                .hasSize(1);
        letters.set(0, letter("malformed_json", 0, 5));
        assertThat(TopicViews.deadLetters(refused, letters.subList(0, 2), "u").differences())
                .hasSize(1);
    }

    private static ConsumerRecord<byte[], byte[]> letter(String reason, int partition, long offset) {
        var headers = new RecordHeaders();
        headers.add("spendstream.reason", reason.getBytes(UTF_8));
        headers.add("spendstream.topic", "u".getBytes(UTF_8));
        headers.add("spendstream.partition", String.valueOf(partition).getBytes(UTF_8));
        headers.add("spendstream.offset", String.valueOf(offset).getBytes(UTF_8));
        return new ConsumerRecord<>(
                "d",
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                headers,
                java.util.Optional.empty());
    }

    @Test
    void findsBudgetsThatMissSomethingAndAlertsThatComeTwice() {
        assertThat(BudgetCheck.states(expected, List.of()).differences()).isNotEmpty();

        String json = "{\"id\":\"a\",\"data\":{\"budget\":{\"id\":\"other\"}}}";
        ConsumerRecord<byte[], byte[]> alert = record("k", json);
        assertThat(AlertCheck.of(expected, List.of(alert, alert), BASE).differences())
                .contains("alert a came twice");
    }

    @Test
    void findsAlertsThatAreMissingOrComeAgainWithoutHavingEnded() {
        List<ConsumerRecord<byte[], byte[]>> alerts = alertsOfAllThatIsReached();
        assertThat(AlertCheck.of(many, alerts, BASE).differences()).isEmpty();

        List<ConsumerRecord<byte[], byte[]>> less = alerts.subList(1, alerts.size());
        assertThat(AlertCheck.of(many, less, BASE).differences())
                .hasSize(1)
                .anyMatch(text -> text.contains("is missing"));
        String again = new String(alerts.get(0).value(), UTF_8).replace("\"id\":\"0\"", "\"id\":\"new\"");
        alerts.add(record("k", again.replace("\"sequence\":1", "\"sequence\":2")));
        assertThat(AlertCheck.of(many, alerts, BASE).differences())
                .containsExactly("alert new came after Standing[state=firing, sequence=1]");
        alerts.set(alerts.size() - 1, record("k", again.replace("firing", "resolved")));
        assertThat(AlertCheck.of(many, alerts, BASE).differences()).hasSize(1);
    }

    /** Returns an alert for each thing that is said to be missing where there is none. */
    private List<ConsumerRecord<byte[], byte[]>> alertsOfAllThatIsReached() {
        List<ConsumerRecord<byte[], byte[]>> alerts = new ArrayList<>();
        for (String missing : AlertCheck.of(many, List.of(), BASE).differences()) {
            String name = missing.substring("alert of ".length(), missing.indexOf(" is missing"));
            String budget = name.substring(0, name.indexOf(' '));
            String values = name.substring(budget.length() + 1, name.lastIndexOf(" at "));
            String period = budget.equals("faults-sessions") ? "{}" : "{\"start\":\"2026-11-20T00:00:00Z\"}";
            alerts.add(record("k", """
                    {"id":"%d","data":{"state":"firing","sequence":1,"kind":"actual","threshold":{"ratio":"%s"},
                    "budget":{"id":"%s","values":%s,"period":%s}}}""".formatted(
                            alerts.size(), name.substring(name.lastIndexOf(' ') + 1), budget, values, period)));
        }
        return alerts;
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, String value) {
        return new ConsumerRecord<>("t", 0, 0, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    @Test
    void knowsWhatBecomesOfEachRecord() {
        var log = new UsageLog(workload);
        PlannedCall cut = first(Kind.CUT_SHORT);
        PlannedCall contradicted = first(Kind.CONTRADICTED);
        PlannedCall late = first(Kind.TOO_LATE);
        read(log, 0, cut, cut.reports().get(1));
        read(log, 1, cut, cut.reports().get(0));
        read(log, 2, contradicted, contradicted.reports().get(1));
        read(log, 3, contradicted, contradicted.reports().get(0));
        read(log, 4, late, late.reports().get(0));
        log.read(new Origin(0, 5), BASE, "hostile:0".getBytes(UTF_8), null);
        read(log, 6, cut, new Report("final", 1, 2, 3));

        assertThat(log.outcomes())
                .isEqualTo(
                        Map.of("accepted", 2L, "duplicate", 1L, "conflict", 1L, "too_late", 1L, "malformed_json", 1L));
        assertThat(log.refused().keySet()).isEqualTo(Set.of(new Origin(0, 3), new Origin(0, 4), new Origin(0, 5)));
        assertThat(log.counted().get(contradicted.id()))
                .isEqualTo(new Counted(contradicted, contradicted.reports().get(1), new Origin(0, 2)));
        assertThat(log.strange()).hasSize(1);
    }

    private PlannedCall first(Kind kind) {
        long number = 0;
        while (workload.call("agent-a", number).kind() != kind) {
            number++;
        }
        return workload.call("agent-a", number);
    }

    private static void read(UsageLog log, long offset, PlannedCall call, Report report) {
        String json = """
                {"event_id":"%s","timestamp":"%s","session_id":"%s","task_type":"%s","team":"%s","agent":"%s","model":"%s",
                "usage_status":"%s","usage":{"input":%d,"cache_read":%d,"output":%d}}""".formatted(
                        call.id(),
                        call.timestamp(),
                        call.who().session(),
                        call.who().taskType().replace("\\", "\\\\"),
                        call.who().team().replace("\"", "\\\""),
                        call.who().agent(),
                        call.model(),
                        report.status(),
                        report.input(),
                        report.cacheRead(),
                        report.output());
        log.read(new Origin(0, offset), BASE.plusSeconds(300), call.id().getBytes(UTF_8), json.getBytes(UTF_8));
    }
}
