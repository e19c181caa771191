-- Who ordered a correction; NULL for everything that nobody ordered.
ALTER TABLE token_usage ADD COLUMN operator TEXT;
