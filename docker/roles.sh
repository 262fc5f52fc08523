#!/bin/sh
# Run once by the database image: the three roles of the application, as the launcher makes them.
# POSTGRES_USER stays a superuser whom nothing of the application uses.
set -eu

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname template1 \
    -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" \
    -v sealer_password="$SEALER_PASSWORD" <<'SQL'
CREATE ROLE shop_owner LOGIN CREATEDB NOSUPERUSER PASSWORD :'owner_password';
CREATE ROLE shop_app LOGIN NOCREATEDB NOSUPERUSER PASSWORD :'app_password';
CREATE ROLE shop_sealer LOGIN NOCREATEDB NOSUPERUSER PASSWORD :'sealer_password';
GRANT shop_app TO shop_owner WITH INHERIT FALSE, SET TRUE;
GRANT shop_sealer TO shop_owner WITH INHERIT FALSE, SET TRUE;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shop_app;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner GRANT USAGE ON SEQUENCES TO shop_app;
CREATE DATABASE shop OWNER shop_owner;
SQL
