#!/usr/bin/env bash
# Everything a change must stand up to, from an empty machine: lints, tests on both engines, journeys in a browser.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install.sh
source scripts/postgres.sh
trap stop_postgres EXIT
start_postgres

cargo clippy --workspace --all-targets -- -D warnings
if command -v cargo-nextest >/dev/null; then
  cargo nextest run --workspace
else
  cargo test --workspace --lib --bins --tests
fi
stop_postgres
trap - EXIT

scripts/journeys.sh
