-- The quarters of a week lie in one stretch of their table: with a month of them, reading that stretch takes half of what
-- the primary key or the whole table takes. Buckets are added in their order and never changed, so the index costs
-- next to nothing to keep. Of days there are too few to need one.
CREATE INDEX token_usage_rollup_bucket ON token_usage_rollup
    USING brin (bucket) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX token_usage_rollup_hour_bucket ON token_usage_rollup_hour
    USING brin (bucket) WITH (pages_per_range = 32, autosummarize = on);
