package io.spendstream.sink.write;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.LedgerLine;
import io.spendstream.contract.Quarter;
import io.spendstream.contract.Tally;
import io.spendstream.contract.UsageClass;
import io.spendstream.contract.UsageCounts;
import io.spendstream.sink.write.SumTable.Column;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * The sums of {@code token_usage_rollup} and its coarser levels: added up in memory over the rows of a batch, then added
 * to the tables.
 */
public final class Rollup {
    /** How long a bucket is. The days of every time zone in use begin at the beginning of one. */
    public static final Duration BUCKET = Level.QUARTER.length();

    /** What makes a cell of any level, the bucket apart. */
    public static final String CELL = "team, project, task_type, agent, provider, model, pricing_status";

    /** The tables, the finest level first. */
    private static final Map<Level, SumTable<Cell>> TABLES = new EnumMap<>(Level.class);

    static {
        for (Level level : Level.values()) {
            TABLES.put(level, sumsOf(level.table()));
        }
    }

    /** How long the buckets of a table are. Whole buckets of one make up a bucket of the next. */
    public enum Level {
        /** Quarters of an hour. */
        QUARTER("token_usage_rollup", Quarter.LENGTH),
        /** Hours. */
        HOUR("token_usage_rollup_hour", Duration.ofHours(1)),
        /** Days of UTC. */
        DAY("token_usage_rollup_day", Duration.ofDays(1));

        private final String table;
        private final Duration length;

        Level(String table, Duration length) {
            this.table = table;
            this.length = length;
        }

        /** Returns every level, that of the longest buckets first. */
        public static List<Level> coarsestFirst() {
            return List.of(DAY, HOUR, QUARTER);
        }

        /** Returns the name of the table. */
        public String table() {
            return table;
        }

        /** Returns how long a bucket is. */
        public Duration length() {
            return length;
        }

        /** Returns whether a bucket begins at {@code time}. */
        public boolean isEdge(Instant time) {
            return bucketOf(time).equals(time);
        }

        /** Returns the beginning of the bucket {@code time} is in. */
        public Instant bucketOf(Instant time) {
            long seconds = length.toSeconds();
            return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
        }
    }

    private Rollup() {}

    private static SumTable<Cell> sumsOf(String table) {
        return new SumTable<>(
                table,
                List.of(
                        Column.other("bucket", "timestamptz", cell -> cell.key.bucket.toString()),
                        Column.text("team", cell -> cell.key.team),
                        Column.text("project", cell -> cell.key.project),
                        Column.text("task_type", cell -> cell.key.taskType),
                        Column.text("agent", cell -> cell.key.agent),
                        Column.text("provider", cell -> cell.key.provider),
                        Column.text("model", cell -> cell.key.model),
                        Column.text("pricing_status", cell -> cell.key.pricingStatus)),
                List.of(
                        Column.count("calls", cell -> cell.tally.calls()),
                        Column.count("unpriced_calls", cell -> cell.tally.unpricedCalls()),
                        Column.count("prompt_tokens", cell -> cell.tally.promptTokens()),
                        Column.count("completion_tokens", cell -> cell.tally.completionTokens()),
                        Column.count("cache_read_tokens", cell -> cell.cacheReadTokens),
                        Column.count("cache_write_tokens", cell -> cell.cacheWriteTokens),
                        Column.count("reasoning_tokens", cell -> cell.reasoningTokens),
                        Column.other(
                                "cost_exact",
                                "numeric",
                                cell -> cell.tally.cost().toString())));
    }

    /** Returns the beginning of the bucket {@code time} is in. */
    public static Instant bucketOf(Instant time) {
        return Level.QUARTER.bucketOf(time);
    }

    /** Adds {@code rows} to the tables, the finest first. */
    static void add(Handle handle, Collection<LedgerRow> rows) throws SQLException {
        Map<Key, Cell> cells = new HashMap<>();
        for (LedgerRow row : rows) {
            cells.computeIfAbsent(Key.of(row.line()), Cell::new).add(row.line());
        }
        for (Map.Entry<Level, SumTable<Cell>> table : TABLES.entrySet()) {
            if (table.getKey() != Level.QUARTER) {
                cells = merged(cells.values(), table.getKey());
            }
            table.getValue().add(handle, sorted(cells.values()));
        }
    }

    private static Map<Key, Cell> merged(Collection<Cell> finer, Level level) {
        Map<Key, Cell> cells = new HashMap<>();
        for (Cell cell : finer) {
            cells.computeIfAbsent(cell.key.in(level), Cell::new).add(cell);
        }
        return cells;
    }

    private static List<Cell> sorted(Collection<Cell> cells) {
        return cells.stream().sorted(Comparator.comparing(Cell::key)).toList();
    }

    private record Key(
            Instant bucket,
            String team,
            String project,
            String taskType,
            String agent,
            String provider,
            String model,
            String pricingStatus)
            implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::bucket)
                .thenComparing(Key::team)
                .thenComparing(Key::project)
                .thenComparing(Key::taskType)
                .thenComparing(Key::agent)
                .thenComparing(Key::provider)
                .thenComparing(Key::model)
                .thenComparing(Key::pricingStatus);

        private static Key of(LedgerLine line) {
            Attribution attribution = line.attribution().orUnattributed();
            return new Key(
                    bucketOf(line.timestamp()),
                    Objects.requireNonNull(attribution.team()),
                    Objects.requireNonNull(attribution.project()),
                    Objects.requireNonNull(attribution.taskType()),
                    Objects.requireNonNull(attribution.agent()),
                    line.call().provider(),
                    line.call().model(),
                    line.pricing().status().wireName());
        }

        private Key in(Level level) {
            return new Key(level.bucketOf(bucket), team, project, taskType, agent, provider, model, pricingStatus);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private static final class Cell {
        private final Key key;
        private Tally tally = Tally.ZERO;
        private long cacheReadTokens;
        private long cacheWriteTokens;
        private long reasoningTokens;

        private Cell(Key key) {
            this.key = key;
        }

        private Key key() {
            return key;
        }

        private void add(LedgerLine line) {
            UsageCounts usage = line.usage();
            tally = tally.plus(line.tally());
            cacheReadTokens = Math.addExact(cacheReadTokens, cacheReads(usage));
            cacheWriteTokens = Math.addExact(cacheWriteTokens, cacheWrites(usage));
            reasoningTokens = Math.addExact(reasoningTokens, usage.get(UsageClass.REASONING));
        }

        private void add(Cell other) {
            tally = tally.plus(other.tally);
            cacheReadTokens = Math.addExact(cacheReadTokens, other.cacheReadTokens);
            cacheWriteTokens = Math.addExact(cacheWriteTokens, other.cacheWriteTokens);
            reasoningTokens = Math.addExact(reasoningTokens, other.reasoningTokens);
        }
    }

    /** Returns the input tokens read from a cache, text and audio. */
    public static long cacheReads(UsageCounts usage) {
        return Math.addExact(usage.get(UsageClass.CACHE_READ), usage.get(UsageClass.CACHE_READ_AUDIO));
    }

    /** Returns the input tokens written to a cache, whatever their lifetime there. */
    public static long cacheWrites(UsageCounts usage) {
        return Math.addExact(usage.get(UsageClass.CACHE_WRITE_5M), usage.get(UsageClass.CACHE_WRITE_1H));
    }
}
