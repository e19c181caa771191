-- spendstream_writer is what a sink needs and no more: it cannot change or delete a ledger row. spendstream_reader is
-- for reports and dashboards. Neither can log in: grant them to the users that do. A database whose migrating user may
-- not create roles works without them; once an administrator has created them, SELECT grant_spendstream_roles() grants.
CREATE FUNCTION grant_spendstream_roles() RETURNS VOID
    LANGUAGE plpgsql SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'spendstream_writer') THEN
        GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO spendstream_writer;
        GRANT SELECT, INSERT ON token_usage, token_usage_book, token_usage_rejected TO spendstream_writer;
        GRANT SELECT, INSERT, UPDATE ON token_usage_rollup, token_usage_counter, sink_position TO spendstream_writer;
        GRANT EXECUTE ON FUNCTION create_token_usage_partition(DATE) TO spendstream_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'spendstream_reader') THEN
        GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO spendstream_reader;
        GRANT SELECT ON token_usage, token_usage_rollup, token_usage_counter, token_usage_book, token_usage_rejected,
            sink_position TO spendstream_reader;
    END IF;
END
$$;

REVOKE EXECUTE ON FUNCTION create_token_usage_partition(DATE) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION grant_spendstream_roles() FROM PUBLIC;

DO $$
DECLARE
    wanted TEXT;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['spendstream_writer', 'spendstream_reader'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE NOTICE 'role % not created: ask an administrator, then SELECT grant_spendstream_roles()', wanted;
            -- roles belong to the whole server: the migration of another database may have been quicker
            WHEN duplicate_object OR unique_violation THEN
                NULL;
        END;
    END LOOP;
    PERFORM grant_spendstream_roles();
END
$$;
