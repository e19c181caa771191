-- What reports, dashboards and counters read. Every row here is changed in the transaction that inserts the ledger rows
-- it sums, so it equals them at any moment.

-- Sums per 15-minute UTC bucket: the days of every time zone in use are whole numbers of buckets.
CREATE TABLE token_usage_rollup (
    bucket             TIMESTAMPTZ     NOT NULL,
    team               TEXT            NOT NULL,
    project            TEXT            NOT NULL,
    task_type          TEXT            NOT NULL,
    agent              TEXT            NOT NULL,
    provider           TEXT            NOT NULL,
    model              TEXT            NOT NULL,
    pricing_status     TEXT            NOT NULL,
    calls              BIGINT          NOT NULL,
    unpriced_calls     BIGINT          NOT NULL,
    prompt_tokens      BIGINT          NOT NULL,
    completion_tokens  BIGINT          NOT NULL,
    cache_read_tokens  BIGINT          NOT NULL,
    cache_write_tokens BIGINT          NOT NULL,
    reasoning_tokens   BIGINT          NOT NULL,
    cost_exact         NUMERIC(38, 14) NOT NULL,
    PRIMARY KEY (bucket, team, project, task_type, agent, provider, model, pricing_status)
) WITH (fillfactor = 80);

-- Sums per model and partition of the ledger topic that never fall: what corrections take back is summed beside, so
-- that charged less credited is what the ledger says. Each sink writes only the rows of its own partitions.
CREATE TABLE token_usage_counter (
    partition                   INTEGER         NOT NULL,
    model                       TEXT            NOT NULL,
    requests                    BIGINT          NOT NULL,
    unpriced_calls              BIGINT          NOT NULL,
    unpriced_calls_credited     BIGINT          NOT NULL,
    unpriced_tokens             BIGINT          NOT NULL,
    input_tokens                BIGINT          NOT NULL,
    input_tokens_credited       BIGINT          NOT NULL,
    output_tokens               BIGINT          NOT NULL,
    output_tokens_credited      BIGINT          NOT NULL,
    cache_read_tokens           BIGINT          NOT NULL,
    cache_read_tokens_credited  BIGINT          NOT NULL,
    cache_write_tokens          BIGINT          NOT NULL,
    cache_write_tokens_credited BIGINT          NOT NULL,
    reasoning_tokens            BIGINT          NOT NULL,
    reasoning_tokens_credited   BIGINT          NOT NULL,
    cost_charged                NUMERIC(38, 14) NOT NULL,
    cost_credited               NUMERIC(38, 14) NOT NULL,
    PRIMARY KEY (partition, model)
) WITH (fillfactor = 50);

-- Which price books priced the lines of a UTC day.
CREATE TABLE token_usage_book (
    day          DATE NOT NULL,
    book_version TEXT NOT NULL,
    PRIMARY KEY (day, book_version)
);
