package io.spendstream.sink.write;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database error means for the batch that met it. */
public enum DatabaseFailure {
    /** The database is away, busy or full: the same batch will do later. */
    AWAY,
    /** A row is in the table already. */
    DUPLICATE,
    /** A value does not fit its column. */
    BAD_DATA,
    /** Anything else: a programming error, a missing table, a missing right. Trying again would not help. */
    FATAL;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";

    /** Returns what {@code e} means, by its SQLSTATE. */
    public static DatabaseFailure of(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            return FATAL;
        }
        if (state.equals(UNIQUE_VIOLATION)) {
            return DUPLICATE;
        }
        if (state.startsWith("22") || state.equals(CHECK_VIOLATION)) {
            return BAD_DATA;
        }
        return isPassing(state) ? AWAY : FATAL;
    }

    /** Returns the first {@link SQLException} among {@code e} and its causes, or null if there is none. */
    public static @Nullable SQLException causeOf(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static boolean isPassing(String state) {
        return switch (state) {
            case "40001", // serialization failure
                    "40P01", // deadlock
                    "55P03", // lock not available
                    "57014", // statement timeout
                    "25P03", // idle in transaction for too long
                    "25006" // a standby that is not promoted yet
            -> true;
            default ->
                state.startsWith("08") // connection
                        || state.startsWith("53") // disk full, out of memory, too many connections
                        || state.startsWith("57P"); // shutting down or starting up
        };
    }
}
