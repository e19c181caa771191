package io.spendstream.sink.rebuild;

import io.spendstream.sink.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The schema in which the new tables are made, and how they take the place of those in force: not the schema is renamed,
 * for it may hold what is not ours, but each of our tables changes schema, with its indexes, constraints and rights.
 */
final class Shelf {
    /** The tables that are made of the ledger topic. Who had a line written after all is not in it, and stays in the old ones. */
    static final Set<String> TABLES = Set.of(
            "token_usage",
            "token_usage_rollup",
            "token_usage_rollup_hour",
            "token_usage_rollup_day",
            "token_usage_counter",
            "token_usage_book",
            "token_usage_rejected",
            "sink_position");

    private static final String MARK = "tables that spendstream replay is making";
    private static final String APPEND_ONLY = "token_usage_append_only";

    private final Handle handle;
    private final String schema;
    private final String name;

    /**
     * @param handle a connection whose user owns the tables in force
     * @param schema the schema they are in
     */
    Shelf(Handle handle, String schema) {
        this.handle = handle;
        this.schema = schema;
        name = schema + "_replay";
    }

    /** Returns the name of the schema the new tables are made in. */
    String name() {
        return name;
    }

    /** Makes an empty schema, and removes what an earlier rebuild left there. */
    void clear() {
        String comment = handle.createQuery(
                        "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace"
                                + " WHERE nspname = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .orElse(MARK);
        if (!comment.equals(MARK)) {
            throw new IllegalStateException(
                    "the schema %s is needed for the new tables, and it is somebody else's: rename it".formatted(name));
        }
        handle.useTransaction(transaction -> {
            transaction.execute("DROP SCHEMA IF EXISTS %s CASCADE".formatted(quoted(name)));
            transaction.execute("CREATE SCHEMA %s".formatted(quoted(name)));
            transaction.execute("COMMENT ON SCHEMA %s IS '%s'".formatted(quoted(name), MARK));
        });
    }

    /**
     * Checks that the tables in force and the new ones are of the same version, and that all of the new ones are known.
     *
     * @throws IllegalStateException if they are not
     */
    void requireAlike() {
        List<String> inForce = migrations(schema);
        List<String> made = migrations(name);
        if (!inForce.equals(made)) {
            throw new IllegalStateException(
                    "the tables in force are of another version than this program: migrations %s there, %s here; start a sink of this version once, then replay"
                            .formatted(inForce, made));
        }
        List<String> unknown = new ArrayList<>(tables(name));
        unknown.removeIf(table -> TABLES.contains(table) || table.startsWith("token_usage_2"));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("these tables cannot be made from the ledger topic: " + unknown);
        }
    }

    private List<String> migrations(String of) {
        return handle.createQuery("SELECT version || ' ' || checksum FROM %s.%s WHERE success ORDER BY installed_rank"
                        .formatted(quoted(of), Schema.HISTORY_TABLE))
                .mapTo(String.class)
                .list();
    }

    /** Returns the tables of ours in {@code of}, the monthly partitions too. */
    private List<String> tables(String of) {
        return handle.createQuery(
                        "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(:schema))"
                                + " AND relkind IN ('r', 'p') AND relname <> :history ORDER BY relname")
                .bind("schema", of)
                .bind("history", Schema.HISTORY_TABLE)
                .mapTo(String.class)
                .list();
    }

    /** Stops every sink at its next batch, until the transaction ends. */
    void lock() {
        handle.execute("LOCK TABLE %s.sink_position IN ACCESS EXCLUSIVE MODE".formatted(quoted(schema)));
    }

    /**
     * Moves the tables in force to the new schema {@code before}, and the new ones to where those stood; a sink that was
     * at work on the old ones has lost every partition by that. To be done in one transaction.
     */
    void swap(String before) {
        handle.execute("""
                UPDATE %1$s.sink_position AS made
                SET epoch = 1 + greatest(made.epoch, coalesce((
                    SELECT max(epoch) FROM %2$s.sink_position), 0))
                """.formatted(quoted(name), quoted(schema)));
        handle.execute("CREATE SCHEMA %s".formatted(quoted(before)));
        for (String table : tables(schema)) {
            if (TABLES.contains(table) || isMonth(table)) {
                move(schema, table, before);
            }
        }
        for (String table : tables(name)) {
            move(name, table, schema);
        }
        // the function of the new trigger goes with the schema it was made in; the one in force is the same
        handle.execute("DROP TRIGGER %s ON %s.token_usage".formatted(APPEND_ONLY, quoted(schema)));
        handle.execute(
                "CREATE TRIGGER %1$s BEFORE UPDATE OR DELETE ON %2$s.token_usage FOR EACH ROW EXECUTE FUNCTION %2$s.refuse_ledger_change()"
                        .formatted(APPEND_ONLY, quoted(schema)));
        handle.execute("DROP SCHEMA %s CASCADE".formatted(quoted(name)));
    }

    private boolean isMonth(String table) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM pg_inherits
                            WHERE inhrelid = to_regclass(quote_ident(:schema) || '.' || quote_ident(:table))
                                AND inhparent IN (
                                    SELECT oid FROM pg_class WHERE relname = 'token_usage' AND relkind = 'p'))
                        """)
                .bind("schema", schema)
                .bind("table", table)
                .mapTo(Boolean.class)
                .one();
    }

    private void move(String from, String table, String to) {
        handle.execute("ALTER TABLE %s.%s SET SCHEMA %s".formatted(quoted(from), quoted(table), quoted(to)));
    }

    /** Removes {@code before}, a schema {@link #swap} made, and all that is in it. */
    void drop(String before) {
        handle.execute("DROP SCHEMA %s CASCADE".formatted(quoted(before)));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
