package io.spendstream.faults.run;

import io.spendstream.faults.inject.Fault;
import io.spendstream.faults.inject.ProcessFaults;
import io.spendstream.faults.inject.RawSender;
import io.spendstream.faults.inject.Schedule;
import io.spendstream.faults.inject.WorldFaults;
import io.spendstream.faults.process.Cluster;
import io.spendstream.faults.process.ManagedProcess;
import io.spendstream.faults.process.Recipe;
import io.spendstream.faults.verify.Check;
import io.spendstream.faults.verify.UsageLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run: everything is started, broken, healed and compared. */
public final class FaultRun {
    private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);
    private static final Duration WARM_UP_MAX = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 2_000;

    /** How many schedules are dense; what comes in a further one comes a few times in a run. */
    private static final int FAST_SCHEDULES = 2;

    private static final Duration SHORT_PAUSE = Duration.ofMillis(2_700);
    private static final int FEW = 8;
    private static final String QUIET = "everything came to rest";

    private final Recipe recipe;
    private final Faults faults;
    private final Duration settleMax;
    private final Predicate<Check> isWaitedFor;

    /** Which faults a run has, in schedules that go on side by side. */
    @FunctionalInterface
    public interface Faults {
        /** Returns the lists, one for each schedule. */
        List<List<Fault>> of(Cluster cluster, RawSender sender);
    }

    /** Makes a run of {@code recipe}, which must come to rest within {@code settleMax} after its last fault. */
    public FaultRun(Recipe recipe, Faults faults, Duration settleMax) {
        this(recipe, faults, settleMax, check -> true);
    }

    private FaultRun(Recipe recipe, Faults faults, Duration settleMax, Predicate<Check> isWaitedFor) {
        this.recipe = recipe;
        this.faults = faults;
        this.settleMax = settleMax;
        this.isWaitedFor = isWaitedFor;
    }

    /**
     * Returns the same for a program that will never be right in everything: it is compared once all was read, and the
     * checks {@code names} found no difference.
     */
    public FaultRun ofControl(Set<String> names) {
        Set<String> waitedFor = new HashSet<>(names);
        waitedFor.add(QUIET);
        waitedFor.add(ReadingCheck.NAME);
        return new FaultRun(recipe, faults, settleMax, check -> waitedFor.contains(check.name()));
    }

    /** Returns every fault there is: those of processes, beside them those of the world around, and what people do. */
    public static Faults everything() {
        return (cluster, sender) -> {
            var world = new WorldFaults(cluster, sender);
            return List.of(new ProcessFaults(cluster).all(), world.all(), world.people());
        };
    }

    /** Returns those of {@code faults} whose names have one of {@code texts} in them. */
    public static Faults only(Faults faults, List<String> texts) {
        return (cluster, sender) -> {
            List<List<Fault>> all = faults.of(cluster, sender);
            for (String text : texts) {
                if (all.stream()
                        .flatMap(List::stream)
                        .noneMatch(fault -> fault.name().contains(text))) {
                    throw new IllegalArgumentException("no fault's name has in it: " + text);
                }
            }
            return all.stream()
                    .map(schedule -> schedule.stream()
                            .filter(fault -> texts.stream().anyMatch(fault.name()::contains))
                            .toList())
                    .toList();
        };
    }

    /** Runs in {@code directory}, where the logs of all processes stay. */
    public RunOutcome run(Path directory) throws Exception {
        long begin = System.nanoTime();
        try (Cluster cluster = Cluster.start(directory, recipe);
                var sender = new RawSender(cluster);
                LedgerFollower follower = LedgerFollower.start(cluster);
                PositionWatch watch = PositionWatch.start(cluster)) {
            var verification = new Verification(cluster, sender, follower);
            awaitFirstLines(cluster);
            List<Schedule> schedules = inject(cluster, sender);
            cluster.heal();
            mendDatabase(cluster);
            cluster.finishUpgrade();
            cluster.changePrices();
            cluster.changeBudgets();
            cluster.stopCalls();
            List<Check> checks = settle(cluster, verification);
            checks.add(watch.check());
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            return outcome(cluster, sender, schedules, checks, seconds, verification.usage());
        }
    }

    private static void awaitFirstLines(Cluster cluster) throws Exception {
        long deadline = System.nanoTime() + WARM_UP_MAX.toNanos();
        while (!hasRows(cluster)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "no row within %s; see the logs in %s".formatted(WARM_UP_MAX, cluster.directory()));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean hasRows(Cluster cluster) {
        try (var connection = cluster.database().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM token_usage")) {
            return row.next() && row.getLong(1) > 0;
        } catch (java.sql.SQLException e) {
            return false;
        }
    }

    private List<Schedule> inject(Cluster cluster, RawSender sender) throws InterruptedException {
        List<Schedule> schedules = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<List<Fault>> all = faults.of(cluster, sender);
        for (int i = 0; i < all.size(); i++) {
            List<Fault> each = all.get(i);
            if (each.isEmpty()) {
                continue;
            }
            char lane = (char) ('A' + i);
            Duration pause = i < FAST_SCHEDULES ? SHORT_PAUSE : recipe.length().dividedBy(FEW);
            var schedule = new Schedule(String.valueOf(lane), each, recipe.seed() + lane, pause);
            schedules.add(schedule);
            var thread = new Thread(() -> run(schedule), "faults-" + lane);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return schedules;
    }

    private void run(Schedule schedule) {
        try {
            schedule.run(recipe.length());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void mendDatabase(Cluster cluster) {
        try {
            cluster.database().run("ALTER DATABASE spendstream RESET statement_timeout");
        } catch (java.sql.SQLException e) {
            cluster.database().startAgain();
        }
    }

    /** Waits until what was promised is in the topic, then until all views agree, and then looks once more. */
    private List<Check> settle(Cluster cluster, Verification verification) throws Exception {
        long deadline = System.nanoTime() + settleMax.toNanos();
        UsageLog log = verification.usage();
        while (!verification.acknowledged(log).isClean() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE_MILLIS);
            log = verification.usage();
        }
        cluster.agents().forEach(ManagedProcess::terminate);
        log = verification.usage();
        List<Check> checks = tryAll(verification, log);
        while (!isEnough(checks) && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE_MILLIS);
            log = verification.usage(); // what was on its way when the agents ended may have come since
            checks = tryAll(verification, log);
        }
        Thread.sleep(PAUSE_MILLIS);
        return tryAll(verification, verification.usage());
    }

    private static List<Check> tryAll(Verification verification, UsageLog log) throws InterruptedException {
        try {
            return new ArrayList<>(verification.all(log));
        } catch (IOException | KafkaException | IllegalStateException e) {
            LOG.info("not yet at rest: {}", e.toString());
            return new ArrayList<>(List.of(new Check(QUIET, 0, List.of(e.toString()))));
        }
    }

    private boolean isEnough(List<Check> checks) {
        return checks.stream().filter(isWaitedFor).allMatch(Check::isClean);
    }

    private RunOutcome outcome(
            Cluster cluster,
            RawSender sender,
            List<Schedule> schedules,
            List<Check> checks,
            long seconds,
            UsageLog log) {
        Map<String, Integer> injected = new TreeMap<>();
        List<String> told = new ArrayList<>();
        schedules.forEach(schedule -> {
            schedule.counts().forEach((name, count) -> injected.merge(name, count, Integer::sum));
            told.addAll(schedule.told());
        });
        Map<String, Long> facts = new TreeMap<>();
        facts.put("records in the usage topic", log.received());
        facts.put("calls counted", (long) log.counted().size());
        facts.put("records refused", (long) log.refused().size());
        facts.put("records sent once more", sender.sentAgain());
        facts.put("sends of unknown outcome", sender.unknown());
        List<ManagedProcess> processes = new ArrayList<>(cluster.everything());
        processes.addAll(cluster.replaced());
        for (ManagedProcess process : processes) {
            facts.merge("starts of " + process.role(), (long) process.starts(), Long::sum);
            facts.merge("ends by itself of " + process.role(), (long) process.endedByItself(), Long::sum);
        }
        return new RunOutcome(head(cluster, seconds), injected, told, checks, facts);
    }

    private String head(Cluster cluster, long seconds) {
        String previous = recipe.previous() == null
                ? "replaced instances were of this build too: no previous release was given"
                : "stream processors and sinks began as those in " + recipe.previous();
        String disks = cluster.databaseDisk().canFill()
                ? ""
                : "\nFULL DISKS WERE NOT TRIED: this user may not mount file systems";
        return "seed %d, begun %s, %s of faults, %d s in all\n%s%s"
                .formatted(recipe.seed(), cluster.workload().base(), recipe.length(), seconds, previous, disks);
    }
}
