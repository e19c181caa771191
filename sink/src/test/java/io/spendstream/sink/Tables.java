package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spendstream.sink.report.LedgerReader;
import io.spendstream.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a test asks of the tables a sink wrote. */
public final class Tables {
    static final Duration WAIT_MAX = Duration.ofMinutes(2);

    private final TestDatabase database;

    /** Creates questions to {@code database}. */
    public Tables(TestDatabase database) {
        this.database = database;
    }

    /** Returns the settings of a sink from {@code bootstrapServers} to {@code database}. */
    static Map<String, String> settings(String bootstrapServers, TestDatabase database) {
        return new TreeMap<>(Map.of(
                SinkConfig.BOOTSTRAP_SERVERS,
                bootstrapServers,
                SinkConfig.GROUP_ID,
                "sink-" + database.jdbcUrl().replaceAll(".*/", ""),
                SinkConfig.JDBC_URL,
                database.jdbcUrl(),
                SinkConfig.JDBC_USER,
                database.user(),
                SinkConfig.JDBC_PASSWORD,
                database.password()));
    }

    /** Waits until there are {@code count} rows. */
    void awaitRows(long count) {
        await().atMost(WAIT_MAX)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(number("SELECT count(*) FROM token_usage"))
                        .as(() -> "rows; rejected are " + texts("SELECT DISTINCT message FROM token_usage_rejected"))
                        .isEqualTo(count));
    }

    /** Waits until {@code sql} gives {@code expected}. */
    void awaitNumber(long expected, String sql) {
        await().atMost(WAIT_MAX)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(number(sql)).isEqualTo(expected));
    }

    /** Returns the number that {@code sql} gives. */
    public long number(String sql) {
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Does {@code sql}. */
    public void execute(String sql) {
        try (Connection connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Returns the texts that {@code sql} gives. */
    public List<String> texts(String sql) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Returns a reader, which the caller closes. */
    public LedgerReader reader() {
        return LedgerReader.connect(database.jdbcUrl(), database.user(), database.password());
    }

    /** Asserts that rows, rollup, counters, positions and the rounded column say the same. */
    public void assertConsistent() {
        try (LedgerReader reader = reader()) {
            var reconciliation = reader.reconcile();
            assertThat(reconciliation.differentCells()).isZero();
            assertThat(reconciliation.rollup()).isEqualTo(reconciliation.rows());
            assertThat(reconciliation.counters()).isEqualTo(reconciliation.rows());
            assertThat(reconciliation.isBalanced()).isTrue();
            assertThat(reader.differentSums()).isZero();
        }
        assertThat(number("SELECT count(*) FROM token_usage WHERE cost IS DISTINCT FROM round(cost_exact, 6)"))
                .isZero();
        assertThat(number("SELECT coalesce(sum(rows), 0) FROM sink_position"))
                .isEqualTo(number("SELECT count(*) FROM token_usage"));
        assertThat(number("SELECT coalesce(sum(rejected), 0) FROM sink_position"))
                .isEqualTo(number("SELECT count(*) FROM token_usage_rejected WHERE readmitted_at IS NULL"));
    }
}
