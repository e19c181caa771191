-- The ledger: one row per ledger line, never changed.
--
-- id is the line's place in the ledger topic, offset * 4096 + partition: a replay gives a row the id it had, and every
-- row leads back to the record it came from. (4096 partitions and 2^51 offsets fit a BIGINT.)
-- A NULL count was not reported; a NULL cost is not known. Neither is zero.
-- cost is for showing one row; sums are over cost_exact, because a sum of rounded rows is not the rounded sum.
CREATE TABLE token_usage (
    id                      BIGINT          NOT NULL,
    event_id                TEXT            NOT NULL,
    entry                   SMALLINT        NOT NULL,
    "timestamp"             TIMESTAMPTZ     NOT NULL,
    recorded_at             TIMESTAMPTZ     NOT NULL,
    session_id              TEXT            NOT NULL,
    task_type               TEXT            NOT NULL,
    team                    TEXT            NOT NULL,
    agent                   TEXT            NOT NULL,
    project                 TEXT            NOT NULL,
    environment             TEXT,
    user_id                 TEXT,
    parent_session_id       TEXT,
    tags                    JSONB,
    provider                TEXT            NOT NULL,
    model                   TEXT            NOT NULL,
    request_model           TEXT,
    api                     TEXT,
    service_tier            TEXT,
    prompt_tokens           BIGINT,
    completion_tokens       BIGINT,
    input_tokens            BIGINT,
    cache_read_tokens       BIGINT,
    cache_read_audio_tokens BIGINT,
    cache_write_5m_tokens   BIGINT,
    cache_write_1h_tokens   BIGINT,
    input_audio_tokens      BIGINT,
    input_image_tokens      BIGINT,
    input_video_tokens      BIGINT,
    output_tokens           BIGINT,
    reasoning_tokens        BIGINT,
    output_audio_tokens     BIGINT,
    output_image_tokens     BIGINT,
    units                   JSONB,
    cost_exact              NUMERIC(24, 14),
    cost                    DECIMAL(10, 6)  GENERATED ALWAYS AS (round(cost_exact, 6)) STORED,
    pricing_status          TEXT            NOT NULL,
    priced_model            TEXT,
    price_id                TEXT,
    match                   TEXT,
    book_version            TEXT,
    usage_status            TEXT            NOT NULL,
    unpriced_calls          SMALLINT        NOT NULL,
    reason                  TEXT,
    provider_cost           NUMERIC,
    latency_ms              BIGINT,
    status                  TEXT,
    PRIMARY KEY (event_id, entry, "timestamp"),
    CONSTRAINT token_usage_entry_counts_up CHECK (entry >= 0 AND (entry = 0) = (reason IS NULL)),
    CONSTRAINT token_usage_unknown_cost_is_counted CHECK (entry > 0 OR (cost_exact IS NULL) = (unpriced_calls = 1))
) PARTITION BY RANGE ("timestamp");

-- Rows arrive nearly in the order of their time: a BRIN index costs nothing to keep.
CREATE INDEX token_usage_timestamp ON token_usage USING brin ("timestamp");

-- Only the rows that want a price are in it.
CREATE INDEX token_usage_unpriced ON token_usage ("timestamp") WHERE unpriced_calls > 0;

CREATE FUNCTION refuse_ledger_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'token_usage is append-only: write a correction line instead of a % of event %', TG_OP, OLD.event_id
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER token_usage_append_only BEFORE UPDATE OR DELETE ON token_usage
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();

-- Creates the partition of one UTC month if it is missing. It runs with its owner's rights, so that the writer needs no
-- right to create tables. ATTACH, unlike CREATE … PARTITION OF, does not stop readers and writers of other months.
-- Whether it is missing is asked of pg_class and not of to_regclass, which may answer from before the lock.
CREATE FUNCTION create_token_usage_partition(wanted DATE) RETURNS BOOLEAN
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = "${flyway:defaultSchema}", pg_temp AS $$
DECLARE
    first_day DATE := make_date(extract(year FROM wanted)::INT, extract(month FROM wanted)::INT, 1);
    partition TEXT := 'token_usage_' || to_char(first_day, 'YYYY_MM');
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = quote_ident('${flyway:defaultSchema}')::regnamespace) THEN
        RETURN FALSE;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('spendstream.token_usage'));
    IF EXISTS (SELECT FROM pg_class WHERE relname = partition AND relnamespace = quote_ident('${flyway:defaultSchema}')::regnamespace) THEN
        RETURN FALSE;
    END IF;
    EXECUTE format(
        'CREATE TABLE %I (LIKE token_usage INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS)'
        ' WITH (autovacuum_vacuum_insert_scale_factor = 0.05)', partition);
    EXECUTE format(
        'ALTER TABLE token_usage ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        partition, first_day || ' 00:00:00+00', (first_day + INTERVAL '1 month')::DATE || ' 00:00:00+00');
    RETURN TRUE;
END
$$;
