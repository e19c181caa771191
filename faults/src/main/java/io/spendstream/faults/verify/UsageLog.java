package io.spendstream.faults.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spendstream.faults.verify.Expected.Counted;
import io.spendstream.faults.workload.Hostile;
import io.spendstream.faults.workload.PlannedCall;
import io.spendstream.faults.workload.Report;
import io.spendstream.faults.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must become of each record of the usage topic, worked out record by record by the rules people are told: too old
 * or too far ahead is refused, the first of several equal reports counts, a sure one replaces an unsure one, and one that
 * contradicts is refused. Not thread-safe.
 */
public final class UsageLog {
    private static final Duration PAST = Duration.ofDays(3);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Workload workload;
    private final Map<Integer, Instant> latestArrival = new HashMap<>();
    private final Map<Integer, Long> ends = new TreeMap<>();
    private final Map<String, Counted> counted = new HashMap<>();
    private final Map<Origin, String> refused = new TreeMap<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final Set<String> reports = new HashSet<>();
    private final Set<String> hostile = new HashSet<>();
    private final List<String> strange = new ArrayList<>();

    /** Reads a topic that {@code workload} was sent to. */
    public UsageLog(Workload workload) {
        this.workload = workload;
    }

    /** Reads the next record of its partition. */
    public void read(Origin origin, Instant arrival, byte[] key, byte @Nullable [] value) {
        String id = new String(key, UTF_8);
        ends.put(origin.partition(), origin.offset() + 1);
        Instant latest = latestArrival.merge(origin.partition(), arrival, (a, b) -> a.isAfter(b) ? a : b);
        if (Hostile.isKey(id)) {
            hostile.add(id);
            refuse(origin, Hostile.of(id).reason());
            return;
        }
        PlannedCall call = workload.call(id);
        Report report = reportOf(call, value);
        if (report == null) {
            strange.add("record %s of %s is not what was reported".formatted(origin, id));
            return;
        }
        if (call.timestamp().isBefore(latest.minus(PAST))) {
            refuse(origin, "too_late");
        } else if (call.timestamp().isAfter(arrival.plus(AHEAD))) {
            refuse(origin, "in_the_future");
        } else {
            meet(origin, call, report);
        }
    }

    private void meet(Origin origin, PlannedCall call, Report report) {
        Counted before = counted.get(call.id());
        if (before == null) {
            counted.put(call.id(), new Counted(call, report, origin));
            count("accepted");
        } else if (report.isFinal() && !before.report().isFinal()) {
            counted.put(call.id(), new Counted(call, report, origin));
            count("corrected");
        } else if (report.isFinal() == before.report().isFinal() && !report.equals(before.report())) {
            refuse(origin, "conflict");
        } else {
            count("duplicate");
        }
    }

    private void refuse(Origin origin, String reason) {
        refused.put(origin, reason);
        count(reason);
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    /** Returns which report of {@code call} the record is, comparing every field; null if it is none. */
    private @Nullable Report reportOf(PlannedCall call, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        JsonNode json;
        try {
            json = JSON.readTree(value);
        } catch (IOException e) {
            return null;
        }
        PlannedCall.Who who = call.who();
        boolean isSame = json.path("event_id").asText().equals(call.id())
                && Instant.parse(json.path("timestamp").asText()).equals(call.timestamp())
                && json.path("session_id").asText().equals(who.session())
                && json.path("task_type").asText().equals(who.taskType())
                && json.path("team").asText().equals(who.team())
                && json.path("agent").asText().equals(who.agent())
                && json.path("model").asText().equals(call.model());
        if (!isSame) {
            return null;
        }
        JsonNode usage = json.path("usage");
        var report = new Report(
                json.path("usage_status").asText(),
                usage.path("input").asLong(),
                usage.path("cache_read").asLong(),
                usage.path("output").asLong());
        int index = call.reports().indexOf(report);
        if (index < 0) {
            return null;
        }
        reports.add(Acknowledged.nameOf(call.id(), report));
        return report;
    }

    /** Returns where each partition ends. */
    public Map<Integer, Long> ends() {
        return ends;
    }

    /** Returns the calls that count. */
    public Map<String, Counted> counted() {
        return counted;
    }

    /** Returns the records that must be refused, with the reason. */
    public Map<Origin, String> refused() {
        return refused;
    }

    /** Returns how many records have which outcome. */
    public Map<String, Long> outcomes() {
        return outcomes;
    }

    /** Returns how many records were read. */
    public long received() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum() + strange.size();
    }

    /** Returns the reports of calls that are in the topic, as {@link Acknowledged#nameOf} writes them. */
    public Set<String> reports() {
        return reports;
    }

    /** Returns the keys of hostile records that are in the topic. */
    public Set<String> hostile() {
        return hostile;
    }

    /** Returns what is in the topic and was never sent. */
    public List<String> strange() {
        return strange;
    }
}
