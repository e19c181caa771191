package io.spendstream.sink.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * A table whose rows are sums under a key: what is written is added to what is there. One statement writes all rows of
 * a batch; they go in the order they are given, which must be the order of their keys in every process, or two of them
 * would wait for each other.
 *
 * @param <T> what a row is made from
 */
final class SumTable<T> {
    /**
     * A column, its type, and what of the rows travels to it as one array: of longs or of texts, which the driver sends
     * as they are in memory.
     */
    record Column<T>(String name, String type, String wireType, Function<List<T>, Object> values) {
        static <T> Column<T> text(String name, Function<T, String> value) {
            return other(name, "text", value);
        }

        static <T> Column<T> count(String name, ToLongFunction<T> value) {
            return new Column<>(
                    name,
                    "bigint",
                    "bigint",
                    rows -> rows.stream().mapToLong(value).toArray());
        }

        static <T> Column<T> other(String name, String type, Function<T, String> value) {
            return new Column<>(
                    name, type, "text", rows -> rows.stream().map(value).toArray(String[]::new));
        }
    }

    private final List<Column<T>> columns;
    private final String upsert;

    SumTable(String table, List<Column<T>> keys, List<Column<T>> sums) {
        columns = Stream.concat(keys.stream(), sums.stream()).toList();
        upsert = "INSERT INTO %s AS present (%s) SELECT * FROM unnest(%s) ON CONFLICT (%s) DO UPDATE SET %s"
                .formatted(
                        table,
                        join(columns, Column::name),
                        join(columns, column -> "CAST(? AS %s[])".formatted(column.type())),
                        join(keys, Column::name),
                        join(sums, sum -> "%1$s = present.%1$s + excluded.%1$s".formatted(sum.name())));
    }

    /** Adds {@code rows}, sorted by key and each key once, to the table. */
    void add(Handle handle, List<T> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Connection connection = handle.getConnection();
        PGConnection driver = connection.unwrap(PGConnection.class);
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (int i = 0; i < columns.size(); i++) {
                Column<T> column = columns.get(i);
                statement.setArray(
                        i + 1,
                        driver.createArrayOf(column.wireType(), column.values().apply(rows)));
            }
            statement.executeUpdate();
        }
    }

    private static <T> String join(List<Column<T>> columns, Function<Column<T>, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }
}
