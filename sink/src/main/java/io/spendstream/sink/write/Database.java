package io.spendstream.sink.write;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How the sink connects: timeouts on both ends, so that neither a dead server nor a dead sink blocks the other. */
public final class Database {
    /** What the server calls a sink's connections. */
    public static final String SINK = "spendstream-sink";

    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SECONDS = 60;
    /** Below the socket's timeout, so that the server says why before the client gives up. */
    private static final String SERVER_TIMEOUTS =
            "SET statement_timeout = '50s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '30s'";

    private Database() {}

    /** Returns the database at {@code url}; nothing is connected yet. Every handle is one new connection. */
    public static Jdbi at(String url, @Nullable String user, @Nullable String password) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", SINK);
        properties.setProperty("socketTimeout", String.valueOf(SOCKET_SECONDS));
        return at(url, user, password, properties);
    }

    /**
     * Returns the database at {@code url} for work that may take its time, such as one statement over all rows.
     *
     * @param applicationName what the server calls the connections
     * @param schema the schema that unqualified names mean, or null for the user's own
     */
    public static Jdbi forLongWork(
            String url,
            @Nullable String user,
            @Nullable String password,
            String applicationName,
            @Nullable String schema) {
        var properties = new Properties();
        properties.setProperty("ApplicationName", applicationName);
        if (schema != null) {
            properties.setProperty("currentSchema", schema);
        }
        return at(url, user, password, properties);
    }

    private static Jdbi at(String url, @Nullable String user, @Nullable String password, Properties properties) {
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return withArrays(Jdbi.create(url, properties));
    }

    /** Returns {@code jdbi} after teaching it the array types our statements use. */
    public static Jdbi withArrays(Jdbi jdbi) {
        return jdbi.registerArrayType(Long.class, "int8")
                .registerArrayType(String.class, "text")
                .registerArrayType(BigDecimal.class, "numeric")
                // as what it is: a cast from text would be worked out anew for every row it is compared with
                .registerArrayType(Instant.class, "timestamptz");
    }

    /** Sets the session's timeouts. */
    public static void limit(org.jdbi.v3.core.Handle handle) {
        handle.execute(SERVER_TIMEOUTS);
    }
}
