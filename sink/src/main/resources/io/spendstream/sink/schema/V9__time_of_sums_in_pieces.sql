-- Not all sums lie in the order of their time: where a page has room left, a later one is put there. One such row made the
-- index of V8 believe that its whole stretch of the table reaches from then to now, and today was looked for in most of a
-- month. This one keeps several spans of time for each stretch.
DROP INDEX token_usage_rollup_bucket;
DROP INDEX token_usage_rollup_hour_bucket;
CREATE INDEX token_usage_rollup_bucket ON token_usage_rollup
    USING brin (bucket timestamptz_minmax_multi_ops) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX token_usage_rollup_hour_bucket ON token_usage_rollup_hour
    USING brin (bucket timestamptz_minmax_multi_ops) WITH (pages_per_range = 32, autosummarize = on);
