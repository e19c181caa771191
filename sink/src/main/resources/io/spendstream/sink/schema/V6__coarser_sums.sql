-- The rollup again per hour and per UTC day, so that a month is not added up from its quarters of an hour. Changed in
-- the same transaction as the rollup: it makes no difference which of the three is asked.
CREATE TABLE token_usage_rollup_hour (LIKE token_usage_rollup INCLUDING ALL) WITH (fillfactor = 80);
CREATE TABLE token_usage_rollup_day (LIKE token_usage_rollup INCLUDING ALL) WITH (fillfactor = 80);

INSERT INTO token_usage_rollup_hour
SELECT date_bin('1 hour', bucket, TIMESTAMPTZ 'epoch'), team, project, task_type, agent, provider, model, pricing_status,
    sum(calls), sum(unpriced_calls), sum(prompt_tokens), sum(completion_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(cost_exact)
FROM token_usage_rollup GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

INSERT INTO token_usage_rollup_day
SELECT date_bin('1 day', bucket, TIMESTAMPTZ 'epoch'), team, project, task_type, agent, provider, model, pricing_status,
    sum(calls), sum(unpriced_calls), sum(prompt_tokens), sum(completion_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(cost_exact)
FROM token_usage_rollup_hour GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- The newest rows are asked for all the time; without autosummarize an index does not know them until a vacuum.
DROP INDEX token_usage_timestamp;
CREATE INDEX token_usage_timestamp ON token_usage USING brin ("timestamp")
    WITH (pages_per_range = 32, autosummarize = on);

-- Says of each stretch of the table which sessions may be in it. The rows of a session lie close together, so few
-- stretches are read for one, and a row costs next to nothing to add.
CREATE INDEX token_usage_session ON token_usage
    USING brin (session_id text_bloom_ops(n_distinct_per_range = 1000)) WITH (pages_per_range = 64, autosummarize = on);

CREATE OR REPLACE FUNCTION grant_spendstream_roles() RETURNS VOID
    LANGUAGE plpgsql SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'spendstream_writer') THEN
        GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO spendstream_writer;
        GRANT SELECT, INSERT ON token_usage, token_usage_book, token_usage_rejected TO spendstream_writer;
        GRANT SELECT, INSERT, UPDATE ON token_usage_rollup, token_usage_rollup_hour, token_usage_rollup_day,
            token_usage_counter, sink_position TO spendstream_writer;
        GRANT EXECUTE ON FUNCTION create_token_usage_partition(DATE) TO spendstream_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'spendstream_reader') THEN
        GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO spendstream_reader;
        GRANT SELECT ON token_usage, token_usage_rollup, token_usage_rollup_hour, token_usage_rollup_day,
            token_usage_counter, token_usage_book, token_usage_rejected, sink_position TO spendstream_reader;
    END IF;
END
$$;

SELECT grant_spendstream_roles();
