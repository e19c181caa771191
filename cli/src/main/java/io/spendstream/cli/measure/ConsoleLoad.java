package io.spendstream.cli.measure;

import io.spendstream.cli.progress.Progress;
import io.spendstream.cli.progress.Work;
import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.sink.rebuild.BulkLoad;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Rollup;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Fills a ledger with the calls of a fleet, evenly over the last 31 days: the rows with COPY, as a sink does, and then
 * their sums, of which a sink makes the same batch by batch. 20 teams have 10 agents each; an agent has 2 task types and
 * 2 models, and makes 20 calls a session. One call in 100 has no known cost.
 */
public final class ConsoleLoad {
    private static final String TOPIC = "measured-rows";
    private static final String APPLICATION = "spendstream-measure";
    private static final Duration LENGTH = Duration.ofDays(31);
    private static final int TEAMS = 20;
    private static final int AGENTS = 200;
    private static final int TASK_TYPES = 8;
    private static final int MODELS = 12;
    private static final int CALLS_OF_SESSION = 20;
    private static final int UNPRICED_EVERY = 100;
    private static final int BATCH = 20_000;
    private static final int TIME_SHIFT = 16;
    private static final byte[] NO_RECORD = {};

    private final long rows;
    private final Instant end;
    private final Random random;

    /** Creates a load of {@code rows} that end at {@code end}; the same {@code seed} gives the same calls. */
    public ConsoleLoad(long rows, Instant end, long seed) {
        this.rows = rows;
        this.end = end;
        random = new Random(seed);
    }

    /** Writes the rows to the empty database at {@code url} and tells {@code copied} how many are there. */
    public void write(String url, String user, String password, LongConsumer copied) throws SQLException {
        try (Handle handle = open(url, user, password)) {
            var load = new BulkLoad(handle);
            copy(load, copied);
            load.settleRows();
            days().forEach(load::sum);
            load.finish(TOPIC);
        }
    }

    /** Does the same and shows by {@code progress} what goes on. */
    void write(String url, String user, String password, Progress progress) throws SQLException {
        try (Handle handle = open(url, user, password)) {
            var load = new BulkLoad(handle);
            try (Work work = progress.begin("filling the ledger", "rows", rows)) {
                copy(load, work::advanceTo);
            }
            progress.run("indexing the rows", load::settleRows);
            List<Instant> days = days();
            try (Work work = progress.begin("adding up the rows", "days", days.size())) {
                for (Instant day : days) {
                    load.sum(day);
                    work.advance(1);
                }
            }
            progress.run("indexing the sums", () -> load.finish(TOPIC));
        }
    }

    private static Handle open(String url, String user, String password) {
        return Database.forLongWork(url, user, password, APPLICATION, null).open();
    }

    private void copy(BulkLoad load, LongConsumer copied) throws SQLException {
        for (long from = 0; from < rows; from += BATCH) {
            long to = Math.min(from + BATCH, rows);
            List<LedgerRow> batch = new ArrayList<>(BATCH);
            for (long i = from; i < to; i++) {
                batch.add(new LedgerRow(0, i, line(i), NO_RECORD));
            }
            load.copy(batch);
            copied.accept(to);
        }
    }

    private List<Instant> days() {
        Instant first = Rollup.Level.DAY.bucketOf(end.minus(LENGTH));
        return Stream.iterate(first, day -> day.isBefore(end), day -> day.plus(Rollup.Level.DAY.length()))
                .toList();
    }

    private LedgerLine line(long number) {
        Instant time = end.minus(LENGTH).plusMillis(LENGTH.toMillis() * number / rows);
        int agent = random.nextInt(AGENTS);
        int choice = random.nextInt(2);
        long session = number / ((long) AGENTS * CALLS_OF_SESSION);
        var attribution = Attribution.builder("session-%d-%d".formatted(agent, session))
                .team("team-" + agent % TEAMS)
                .agent("agent-" + agent)
                .taskType("task-" + (agent + choice) % TASK_TYPES)
                .project("project-" + agent % TEAMS)
                .build();
        int model = (agent + choice * 5) % MODELS;
        boolean isUnpriced = random.nextInt(UNPRICED_EVERY) == 0;
        String name = "model-" + model;
        return new LedgerLine(
                // in the order of time, as those are that a tracker makes
                "measured:" + new UUID(time.toEpochMilli() << TIME_SHIFT, number),
                0,
                null,
                null,
                time,
                time,
                attribution,
                ModelCall.of("openai", name),
                UsageCounts.of(500 + random.nextInt(4_000), random.nextInt(800)),
                UsageStatus.FINAL,
                isUnpriced
                        ? new Pricing(PricingStatus.UNPRICED, null, null, null, null, "measured")
                        : new Pricing(
                                PricingStatus.PRICED,
                                Money.ofUnits(random.nextLong(Money.UNITS_PER_DOLLAR / 10)),
                                name,
                                name + "@1",
                                "exact",
                                "measured"),
                isUnpriced ? 1 : 0,
                null,
                900L,
                "ok",
                Set.of());
    }
}
