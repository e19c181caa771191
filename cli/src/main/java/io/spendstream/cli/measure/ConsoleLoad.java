package io.spendstream.cli.measure;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.ModelCall;
import io.spendstream.contract.Money;
import io.spendstream.contract.Pricing;
import io.spendstream.contract.PricingStatus;
import io.spendstream.contract.UsageCounts;
import io.spendstream.contract.UsageStatus;
import io.spendstream.sink.write.Batch;
import io.spendstream.sink.write.BatchWriter;
import io.spendstream.sink.write.Database;
import io.spendstream.sink.write.LedgerRow;
import io.spendstream.sink.write.Positions;
import io.spendstream.sink.write.Span;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;

/**
 * Fills a ledger with the calls of a fleet, evenly over the last 31 days, the way the sink does: with COPY, and every sum
 * in the same transaction. 20 teams have 10 agents each; an agent has 2 task types and 2 models, and makes 20 calls a
 * session. One call in 100 has no known cost.
 */
public final class ConsoleLoad {
    private static final String TOPIC = "measured-rows";
    private static final Duration LENGTH = Duration.ofDays(31);
    private static final int TEAMS = 20;
    private static final int AGENTS = 200;
    private static final int TASK_TYPES = 8;
    private static final int MODELS = 12;
    private static final int CALLS_OF_SESSION = 20;
    private static final int UNPRICED_EVERY = 100;
    private static final int BATCH = 20_000;
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

    /** Writes the rows to the database at {@code url} and tells {@code progress} how many there are. */
    public void write(String url, String user, String password, LongConsumer progress) throws SQLException {
        try (Handle handle = Database.at(url, user, password).open()) {
            long epoch =
                    new Positions(TOPIC).claim(handle, 0, new UUID(0, 0), 0).epoch();
            var writer = new BatchWriter(TOPIC);
            for (long from = 0; from < rows; from += BATCH) {
                long to = Math.min(from + BATCH, rows);
                List<LedgerRow> batch = new ArrayList<>(BATCH);
                for (long i = from; i < to; i++) {
                    batch.add(new LedgerRow(0, i, line(i), NO_RECORD));
                }
                writer.write(handle, new Batch(batch, List.of(), List.of(new Span(0, epoch, from, to))));
                progress.accept(to);
            }
            // as autovacuum does by and by
            handle.execute(
                    "VACUUM (ANALYZE) token_usage, token_usage_rollup, token_usage_rollup_hour, token_usage_rollup_day");
        }
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
                "measured:" + new UUID(random.nextLong(), number),
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
