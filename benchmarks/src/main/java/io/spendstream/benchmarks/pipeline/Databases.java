package io.spendstream.benchmarks.pipeline;

import io.spendstream.contract.Topic;
import io.spendstream.embedded.EmbeddedPostgres;
import io.spendstream.sink.schema.Schema;
import org.jdbi.v3.core.Jdbi;

/** New databases with the tables, indexes and partitions of the schema, and how far they are filled. */
final class Databases {
    private Databases() {}

    static EmbeddedPostgres start(WorkFolder folder) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        Schema.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
        return postgres;
    }

    static Jdbi jdbi(EmbeddedPostgres postgres) {
        return Jdbi.create(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** Returns how many rows the sink has committed. */
    static long rows(EmbeddedPostgres postgres) {
        return jdbi(postgres)
                .withHandle(handle -> handle.createQuery(
                                "SELECT coalesce(sum(rows), 0)::bigint FROM sink_position WHERE topic = ?")
                        .bind(0, Topic.LEDGER.topicName())
                        .mapTo(Long.class)
                        .one());
    }
}
