#!/bin/sh
# Checks that crates/store/.sqlx, by which the SQL macros compile without a database, is what the
# macros say of a database made from migrations/. With --write, makes it so.
set -eu
cd "$(dirname "$0")/.."
stored=crates/store/.sqlx

if ! command -v sqlite3 >/dev/null; then
    echo "sqlx-fresh: sqlite3 is missing; on Debian and Ubuntu: apt-get install sqlite3" >&2
    exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/sqlx"
cat migrations/*.sql | sqlite3 -bail "$work/fresh.db"

# The macros write what they learn into SQLX_OFFLINE_DIR whenever they ask a database. Cargo does
# not see the environment they read, hence the touch.
touch crates/store/src/lib.rs
DATABASE_URL="sqlite://$work/fresh.db" SQLX_OFFLINE_DIR="$work/sqlx" SQLX_OFFLINE=false \
    cargo check --quiet -p kalends-store
# What was compiled now must not stand for what compiles from the stored data.
touch crates/store/src/lib.rs

if [ "${1:-}" = "--write" ]; then
    rm -rf "$stored"
    cp -R "$work/sqlx" "$stored"
elif ! diff -r "$stored" "$work/sqlx" >&2; then
    echo "sqlx-fresh: $stored is stale; run scripts/sqlx-fresh.sh --write and commit it" >&2
    exit 1
fi
