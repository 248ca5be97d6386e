#!/usr/bin/env bash
# Builds the released program and measures it: every page at each size on each engine, beside the engines' own limits.
# PostgreSQL waits for its disk here. Options go to `bench table`: scripts/bench.sh --sizes 20000 --engines sqlite
set -euo pipefail
cd "$(dirname "$0")/.."

# RIG=likeness scripts/bench.sh [--data DIR]: neither server nor database; the demo street's words, and those of DIR.
if [[ "${RIG:-table}" == likeness ]]; then
  cargo build --release -p bench
  exec target/release/bench likeness "$@"
fi

cargo build --release -p server -p bench
# RIG=counts: methods alone, without a server.
if [[ "${RIG:-table}" == counts ]]; then
  exec target/release/bench counts "$@"
fi
source scripts/postgres.sh
trap stop_postgres EXIT
PG_FSYNC=on start_postgres
target/release/bench "${RIG:-table}" --postgres "$LINQIAO_TEST_POSTGRES" "$@"
