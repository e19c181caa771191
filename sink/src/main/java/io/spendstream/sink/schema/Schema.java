package io.spendstream.sink.schema;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/** Brings the tables of a database up to this version. */
public final class Schema {
    /** The table in which the migrations that ran are written down. */
    public static final String HISTORY_TABLE = "spendstream_schema_history";

    private static final String MIGRATIONS = "classpath:io/spendstream/sink/schema";

    private Schema() {}

    /**
     * Runs the migrations that have not run yet. Processes that do so at the same time wait for each other.
     *
     * @return how many ran
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached or refuses, or has migrations that
     *     this version does not know
     */
    public static int migrate(String url, @Nullable String user, @Nullable String password) {
        return migrate(Flyway.configure(Schema.class.getClassLoader()).dataSource(url, user, password));
    }

    /** Does so in {@code schema}, which must exist, whatever the user's own is. */
    public static int migrate(String url, @Nullable String user, @Nullable String password, String schema) {
        return migrate(Flyway.configure(Schema.class.getClassLoader())
                .dataSource(url, user, password)
                .createSchemas(false)
                .schemas(schema)
                .defaultSchema(schema));
    }

    private static int migrate(FluentConfiguration configuration) {
        return configuration
                .locations(MIGRATIONS)
                .failOnMissingLocations(true)
                .table(HISTORY_TABLE)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
