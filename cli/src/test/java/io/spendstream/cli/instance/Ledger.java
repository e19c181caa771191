package io.spendstream.cli.instance;

import static org.awaitility.Awaitility.await;

import io.spendstream.cli.connection.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** The tables of an instance, asked with SQL of the tests' own. */
public final class Ledger {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Jdbi jdbi;

    /** Creates a view of the tables of {@code connection}, as their owner. */
    public Ledger(Connection connection) {
        jdbi = Jdbi.create(connection.jdbcUrl(), connection.jdbcUser(), connection.jdbcPassword());
    }

    /** Returns the one number {@code sql} asks for. */
    public long number(String sql, Object... parameters) {
        return jdbi.withHandle(
                handle -> handle.select(sql, parameters).mapTo(Long.class).one());
    }

    /** Returns the rows {@code sql} asks for, each with every column as text. */
    public List<Map<String, String>> rows(String sql, Object... parameters) {
        return jdbi.withHandle(handle -> handle.select(sql, parameters).mapToMap().stream()
                .map(row -> {
                    Map<String, String> texts = new TreeMap<>();
                    row.forEach((name, value) -> texts.put(name, String.valueOf(value)));
                    return texts;
                })
                .toList());
    }

    /** Runs {@code sql}. */
    public void execute(String sql, Object... parameters) {
        jdbi.useHandle(handle -> handle.execute(sql, parameters));
    }

    /** Waits until {@code count} calls of {@code session} are in the table. */
    public void awaitCalls(String session, long count) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> number("SELECT count(*) FROM token_usage WHERE session_id = ? AND entry = 0", session)
                        >= count);
    }

    /** Waits until the event {@code eventId} is in the table. */
    public void awaitRow(String eventId) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> number("SELECT count(*) FROM token_usage WHERE event_id = ?", eventId) > 0);
    }
}
