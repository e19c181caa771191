-- A week of quarters is a quarter of their table, and lies in one stretch of it: read by that stretch it takes half of what
-- it takes by the primary key or by the whole table. Buckets are added in their order and never changed, so the index costs
-- next to nothing to keep. Of days there are too few to need one.
CREATE INDEX token_usage_rollup_bucket ON token_usage_rollup
    USING brin (bucket) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX token_usage_rollup_hour_bucket ON token_usage_rollup_hour
    USING brin (bucket) WITH (pages_per_range = 32, autosummarize = on);
