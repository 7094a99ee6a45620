#!/bin/bash
# Run once by the PostgreSQL image, on an empty data volume: the role and the database of the platform.
# The services are not superusers; they own the database, and each makes its own schema in it.
set -euo pipefail
psql --username "$POSTGRES_USER" --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/store-password)" <<'SQL'
create role onevisit login password :'password';
create database onevisit owner onevisit;
SQL
