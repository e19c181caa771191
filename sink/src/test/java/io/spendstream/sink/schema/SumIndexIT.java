package io.spendstream.sink.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.sink.Tables;
import io.spendstream.testkit.TestDatabase;
import io.spendstream.testkit.TestPostgres;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SumIndexIT {
    private static final String A_DAY = " FROM token_usage_rollup_hour"
            + " WHERE bucket >= TIMESTAMPTZ '2026-11-10T00:00Z' AND bucket < TIMESTAMPTZ '2026-11-11T00:00Z'";
    private static final Pattern PAGES_READ = Pattern.compile("\"Lossy Heap Blocks\": (\\d+)");

    private final TestDatabase database = TestPostgres.shared().freshDatabase();
    private final Tables tables = new Tables(database);

    @Test
    void aSumThatLiesAmongOlderOnesDoesNotHideWhereADayIs() {
        migrateToVersion8();
        // a month of sums, and on every page one of its last hour, as where a page had room left
        tables.execute("""
            INSERT INTO token_usage_rollup_hour
            SELECT CASE WHEN n % 20 = 0 THEN TIMESTAMPTZ '2026-11-22T23:00Z' ELSE
                    date_bin('1 hour', TIMESTAMPTZ '2026-10-23T00:00Z' + n * INTERVAL '67 seconds', 'epoch') END,
                'team', 'project', 'task', 'agent-' || n, 'openai', 'model', 'priced', 1, 0, 1, 1, 0, 0, 0, 1
            FROM generate_series(1, 40000) AS n\
            """);
        tables.execute("VACUUM (ANALYZE) token_usage_rollup_hour");
        // the table is too small for an index to be worth it
        tables.execute("""
            DO $$ BEGIN
                EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database());
                EXECUTE format('ALTER DATABASE %I SET enable_indexscan = off', current_database());
                ALTER TABLE token_usage_rollup_hour DROP CONSTRAINT token_usage_rollup_hour_pkey;
            END $$\
            """);
        long pages = pagesRead();
        long calls = tables.number("SELECT sum(calls)" + A_DAY);

        assertThat(Schema.migrate(database.jdbcUrl(), database.user(), database.password()))
                .isPositive();

        assertThat(pagesRead()).isLessThan(pages / 4);
        assertThat(tables.number("SELECT sum(calls)" + A_DAY)).isEqualTo(calls).isPositive();
    }

    private void migrateToVersion8() {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .locations("classpath:io/spendstream/sink/schema")
                .table(Schema.HISTORY_TABLE)
                .target("8")
                .load()
                .migrate();
    }

    private long pagesRead() {
        String plan = String.join("\n", tables.texts("EXPLAIN (ANALYZE, FORMAT JSON) SELECT sum(calls)" + A_DAY));
        Matcher pages = PAGES_READ.matcher(plan);
        assertThat(pages.find()).as(plan).isTrue();
        return Long.parseLong(pages.group(1));
    }
}
