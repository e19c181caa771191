#!/bin/sh
# Creates the PostgreSQL user of the dashboards, who may read and nothing else, or sets its password anew. PostgreSQL's
# container runs this when its volume is new; for an older one: docker compose exec postgres sh /docker-entrypoint-initdb.d/reader.sh
set -e

psql --set ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$GRAFANA_READER_PASSWORD" <<'SQL'
SELECT 'CREATE ROLE spendstream_reader NOLOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'spendstream_reader') \gexec
SELECT 'CREATE ROLE grafana_reader LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana_reader') \gexec
GRANT spendstream_reader TO grafana_reader;
ALTER ROLE grafana_reader PASSWORD :'password';
ALTER ROLE grafana_reader SET statement_timeout = '30s';
ALTER ROLE grafana_reader SET default_transaction_read_only = on;
SQL
