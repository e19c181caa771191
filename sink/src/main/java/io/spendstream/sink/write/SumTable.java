package io.spendstream.sink.write;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * A table whose rows are sums under a key: what is written is added to what is there. One statement writes all rows of
 * a batch; they go in the order they are given, which must be the order of their keys in every process, or two of them
 * would wait for each other.
 *
 * @param <T> what a row is made from
 */
final class SumTable<T> {
    /** A column, its type, and where its value comes from. Values travel as text or as a long. */
    record Column<T>(String name, String type, Function<T, Object> value) {
        static <T> Column<T> text(String name, Function<T, Object> value) {
            return new Column<>(name, "text", value);
        }

        static <T> Column<T> count(String name, Function<T, Object> value) {
            return new Column<>(name, "bigint", value);
        }

        static <T> Column<T> other(String name, String type, Function<T, Object> value) {
            return new Column<>(name, type, row -> value.apply(row).toString());
        }

        private Class<?> wireType() {
            return type.equals("bigint") ? Long.class : String.class;
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
    void add(Handle handle, Collection<T> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (Update update = handle.createUpdate(upsert)) {
            for (int i = 0; i < columns.size(); i++) {
                Column<T> column = columns.get(i);
                update.bindArray(
                        i, column.wireType(), rows.stream().map(column.value()).toArray());
            }
            update.execute();
        }
    }

    private static <T> String join(List<Column<T>> columns, Function<Column<T>, String> text) {
        return columns.stream().map(text).collect(Collectors.joining(", "));
    }
}
