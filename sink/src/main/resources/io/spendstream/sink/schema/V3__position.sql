-- Up to where each partition of the ledger topic is in the tables, written in the same transaction as the rows. epoch
-- rises whenever a sink takes the partition over; a sink with an older epoch changes nothing any more.
CREATE TABLE sink_position (
    topic       TEXT        NOT NULL,
    partition   INTEGER     NOT NULL CHECK (partition BETWEEN 0 AND 4095),
    topic_id    UUID        NOT NULL,
    next_offset BIGINT      NOT NULL,
    epoch       BIGINT      NOT NULL,
    rows        BIGINT      NOT NULL DEFAULT 0,
    duplicates  BIGINT      NOT NULL DEFAULT 0,
    rejected    BIGINT      NOT NULL DEFAULT 0,
    recorded_at TIMESTAMPTZ,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- Ledger records that could not become a row, whole, with the reason.
CREATE TABLE token_usage_rejected (
    topic       TEXT        NOT NULL,
    partition   INTEGER     NOT NULL,
    "offset"    BIGINT      NOT NULL,
    record      BYTEA,
    sqlstate    TEXT,
    message     TEXT        NOT NULL,
    rejected_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (topic, partition, "offset")
);
