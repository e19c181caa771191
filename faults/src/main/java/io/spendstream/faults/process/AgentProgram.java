package io.spendstream.faults.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageEvent;
import io.spendstream.contract.UsageStatus;
import io.spendstream.faults.verify.Acknowledged;
import io.spendstream.faults.workload.PlannedCall;
import io.spendstream.faults.workload.Report;
import io.spendstream.faults.workload.Workload;
import io.spendstream.producer.TokenTracker;
import io.spendstream.producer.TokenTrackerConfig;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent that makes the calls of the workload, slightly out of order, until a file tells it to stop. What {@code
 * record} promised is written to a file of its own, with one write to the operating system, which outlives the process.
 *
 * <p>Arguments: name, directory of the run, seed, base, calls in a second, bootstrap servers, journal directory.
 */
final class AgentProgram {
    /** How far reports of different calls may change places. */
    static final int DISORDER = 24;

    private final String name;
    private final Workload workload;
    private final Path stop;
    private final Path recordedFile;
    private final TokenTracker tracker;
    private final OutputStream recorded;

    private AgentProgram(String name, Path run, Workload workload, TokenTracker tracker) throws IOException {
        this.name = name;
        this.workload = workload;
        this.stop = stopFile(run);
        this.tracker = tracker;
        this.recordedFile = Acknowledged.fileOf(run, name);
        this.recorded = new FileOutputStream(recordedFile.toFile(), true);
    }

    /** A report to be made. */
    private record Due(long number, int index) {}

    static Path stopFile(Path run) {
        return run.resolve("stop");
    }

    /** Runs until the process is ended; stops making calls when it is told to. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var run = Path.of(arguments[1]);
        var workload =
                new Workload(Long.parseLong(arguments[2]), Instant.parse(arguments[3]), Integer.parseInt(arguments[4]));
        var tracker = new TokenTracker(TokenTrackerConfig.of(Map.of(
                "bootstrap.servers",
                arguments[5],
                "journal.directory",
                arguments[6],
                "journal.segment.bytes.max",
                "262144",
                "journal.scan.ms",
                "500")));
        Runtime.getRuntime().addShutdownHook(new Thread(tracker::close, "close"));
        new AgentProgram(arguments[0], run, workload, tracker).work();
        new CountDownLatch(1).await();
    }

    private void work() throws IOException {
        long number = Acknowledged.next(recordedFile, DISORDER);
        var random = new Random(workload.seed() + number);
        List<Due> due = new ArrayList<>();
        long pause = 1_000_000_000L / workload.perSecond();
        long next = System.nanoTime();
        while (!Files.exists(stop)) {
            int reports = workload.call(name, number).reports().size();
            for (int index = 0; index < reports; index++) {
                due.add(new Due(number, index));
            }
            number++;
            while (due.size() > DISORDER) {
                record(due.remove(random.nextInt(due.size())));
            }
            next += pause;
            LockSupport.parkNanos(next - System.nanoTime());
            next = Math.max(next, System.nanoTime() - 10 * pause);
        }
    }

    private void record(Due due) throws IOException {
        PlannedCall call = workload.call(name, due.number());
        long before = tracker.counters().recorded();
        tracker.record(event(call, call.reports().get(due.index())));
        boolean isOk = tracker.counters().recorded() > before;
        recorded.write(Acknowledged.line(due.number(), due.index(), isOk).getBytes(UTF_8));
    }

    private static UsageEvent event(PlannedCall call, Report report) {
        PlannedCall.Who who = call.who();
        var attribution = Attribution.builder(who.session())
                .taskType(who.taskType())
                .team(who.team())
                .agent(who.agent())
                .build();
        UsageCounts counts = UsageCounts.builder()
                .set(UsageClass.INPUT, report.input())
                .set(UsageClass.CACHE_READ, report.cacheRead())
                .set(UsageClass.OUTPUT, report.output())
                .build();
        return new UsageEvent(
                call.id(),
                call.timestamp(),
                attribution,
                ModelCall.of(Workload.PROVIDER, call.model()),
                counts,
                UsageStatus.of(report.status()).orElseThrow(),
                null,
                null,
                null,
                Set.of());
    }
}
