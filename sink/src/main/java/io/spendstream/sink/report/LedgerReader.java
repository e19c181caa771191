package io.spendstream.sink.report;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.spendstream.sink.write.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** Answers questions about the ledger, each from one snapshot, and changes nothing. Thread-safe. */
public final class LedgerReader implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 4;
    private static final long CONNECT_MILLIS_MAX = 10_000;

    /** What a question may take; below the socket's limit, so that the server says why before the client gives up. */
    private static final Duration ANSWER_MAX = Duration.ofMinutes(5);

    private static final Duration SILENCE_MAX = ANSWER_MAX.plusSeconds(30);

    /**
     * Sums are added up in memory: where it does not suffice, all that is read is sorted first, which takes longer than
     * all else. The server expects as many sessions in a day as in a month, so what it may take for groups is more than
     * they need. To compile a question takes longer than to answer it.
     */
    private static final String SESSION =
            "SET statement_timeout = '%ds'; SET work_mem = '64MB'; SET hash_mem_multiplier = 4; SET jit = off";

    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private LedgerReader(HikariDataSource connections) {
        this.connections = connections;
        jdbi = Database.withArrays(Jdbi.create(connections));
    }

    /**
     * Opens the database at {@code url} for a user that has the role {@code spendstream_reader}. It need not be there
     * yet: a question that does not reach it within ten seconds throws {@link org.jdbi.v3.core.ConnectionException}. One
     * that takes the server longer than five minutes is ended by it, and one that a dead server leaves without an answer
     * half a minute later.
     */
    public static LedgerReader connect(String url, @Nullable String user, @Nullable String password) {
        return new LedgerReader(new HikariDataSource(settings(url, user, password)));
    }

    static HikariConfig settings(String url, @Nullable String user, @Nullable String password) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName("spendstream-reader");
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_MILLIS_MAX);
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.addDataSourceProperty("ApplicationName", "spendstream-reader");
        config.addDataSourceProperty("socketTimeout", String.valueOf(SILENCE_MAX.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setConnectionInitSql(SESSION.formatted(ANSWER_MAX.toSeconds()));
        return config;
    }

    /** Returns spend, grouped as {@code query} asks. */
    public SpendReport spend(SpendQuery query) {
        return inSnapshot(handle -> {
            SpendSql.Answer answer = new SpendSql(query).ask(handle);
            return new SpendReport(
                    query, answer.lines(), answer.total(), freshness(handle), bookVersions(handle, query));
        });
    }

    /** Returns what a budget spent per period. */
    public AllowanceQuery.Answers spend(AllowanceQuery query) {
        return inSnapshot(query::ask);
    }

    /** Returns spend over time. */
    public SpendSeries series(SpendSeriesQuery query) {
        return inSnapshot(
                handle -> new SeriesSql(query).ask(handle, freshness(handle).asOf()));
    }

    /** Returns what several periods add up to. */
    public PeriodsQuery.Answer periods(PeriodsQuery query) {
        return inSnapshot(handle -> PeriodsSql.ask(handle, query, freshness(handle)));
    }

    /** Returns the newest lines. */
    public List<LedgerEntry> newest(NewestQuery query) {
        return inSnapshot(handle -> new NewestSql(query).ask(handle));
    }

    /** Returns how many sums differ that must be equal; see {@link DriftQuery}. */
    public int differentSums() {
        return inSnapshot(DriftQuery::differentSums);
    }

    /** Returns the next offset of each partition of the ledger topic {@code topic} that is not in the tables yet. */
    public Map<Integer, Long> positions(String topic) {
        return inSnapshot(handle -> handle.createQuery(
                        "SELECT partition, next_offset FROM sink_position WHERE topic = :topic")
                .bind("topic", topic)
                .reduceRows(new TreeMap<Integer, Long>(), (positions, row) -> {
                    positions.put(row.getColumn("partition", Integer.class), row.getColumn("next_offset", Long.class));
                    return positions;
                }));
    }

    /** Returns the lines of an event: entry 0 and its corrections, in their order; none if the ledger has no such event. */
    public List<LedgerEntry> event(String eventId) {
        return inSnapshot(
                handle -> handle.createQuery("SELECT * FROM token_usage WHERE event_id = :eventId ORDER BY entry")
                        .bind("eventId", eventId)
                        .map(new LedgerEntryMapper())
                        .list());
    }

    /** Hands to {@code consumer} the lines of each event that {@code query} asks for: entry 0 and its corrections. */
    public void events(EventQuery query, Consumer<List<LedgerEntry>> consumer) {
        inSnapshot(handle -> {
            EventSql.ask(handle, query, consumer);
            return query;
        });
    }

    /** Returns the models whose calls from {@code since} to {@code until} want a price, those with most tokens first. */
    public List<UnpricedModel> unpriced(Instant since, Instant until) {
        return inSnapshot(handle -> handle.createQuery("""
            WITH waiting AS (
                SELECT DISTINCT event_id, "timestamp" FROM token_usage AS line
                WHERE unpriced_calls > 0 AND pricing_status = 'unpriced'
                    AND "timestamp" >= :since AND "timestamp" < :until
                    AND NOT EXISTS (
                        SELECT FROM token_usage AS later
                        WHERE later.event_id = line.event_id AND later."timestamp" = line."timestamp"
                            AND later.entry > line.entry AND later.unpriced_calls < 0))
            SELECT provider, model, count(DISTINCT event_id) AS calls,
                coalesce(sum(prompt_tokens), 0)::bigint + coalesce(sum(completion_tokens), 0)::bigint AS tokens,
                min("timestamp") AS first_seen, max("timestamp") AS last_seen
            FROM token_usage JOIN waiting USING (event_id, "timestamp")
            GROUP BY provider, model ORDER BY tokens DESC, provider, model
            """)
                .bind("since", since)
                .bind("until", until)
                .map((row, context) -> new UnpricedModel(
                        Objects.requireNonNull(row.getString("provider")),
                        Objects.requireNonNull(row.getString("model")),
                        row.getLong("calls"),
                        row.getLong("tokens"),
                        instant(row.getObject("first_seen", OffsetDateTime.class)),
                        instant(row.getObject("last_seen", OffsetDateTime.class))))
                .list());
    }

    /** Returns what the whole ledger adds up to. */
    public SpendSums sums() {
        return inSnapshot(ReconcileQuery::rollup);
    }

    /** Returns how far the tables have got. */
    public Freshness freshness() {
        return inSnapshot(LedgerReader::freshness);
    }

    /**
     * Sums the ledger three ways, reading every row. After old partitions were dropped the rows are fewer than the sums,
     * as they should be.
     */
    public Reconciliation reconcile() {
        return inSnapshot(ReconcileQuery::ask);
    }

    @Override
    public void close() {
        connections.close();
    }

    private static Freshness freshness(Handle handle) {
        return handle.createQuery("SELECT now() AS as_of, max(recorded_at) AS recorded_at,"
                        + " coalesce(sum(rejected), 0)::bigint AS rejected FROM sink_position")
                .map((row, context) -> {
                    OffsetDateTime recordedAt = row.getObject("recorded_at", OffsetDateTime.class);
                    return new Freshness(
                            instant(row.getObject("as_of", OffsetDateTime.class)),
                            recordedAt == null ? null : recordedAt.toInstant(),
                            row.getLong("rejected"));
                })
                .one();
    }

    private static List<String> bookVersions(Handle handle, SpendQuery query) {
        return handle.createQuery("SELECT DISTINCT book_version FROM token_usage_book"
                        + " WHERE day BETWEEN :first AND :last ORDER BY book_version")
                .bind("first", LocalDate.ofInstant(query.since(), ZoneOffset.UTC))
                .bind("last", LocalDate.ofInstant(query.until().minusNanos(1), ZoneOffset.UTC))
                .mapTo(String.class)
                .list();
    }

    private static Instant instant(@Nullable OffsetDateTime time) {
        return Objects.requireNonNull(time).toInstant();
    }

    private <T> T inSnapshot(HandleCallback<T, RuntimeException> question) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, question);
    }
}
