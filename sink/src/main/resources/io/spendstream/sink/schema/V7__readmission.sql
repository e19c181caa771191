-- What became of a record that was set aside: a row after all, by whose order. NULL while it waits. Such a record is
-- readmitted by the user that owns the tables; a sink needs no right to it.
ALTER TABLE token_usage_rejected ADD COLUMN readmitted_at TIMESTAMPTZ;
ALTER TABLE token_usage_rejected ADD COLUMN readmitted_by TEXT;
ALTER TABLE token_usage_rejected
    ADD CONSTRAINT token_usage_rejected_readmitted_by_somebody
        CHECK ((readmitted_at IS NULL) = (readmitted_by IS NULL));
