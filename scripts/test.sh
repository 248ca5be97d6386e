#!/usr/bin/env bash
# Everything a change must stand up to, from an empty machine: lints, tests on both engines, journeys in a browser.
set -euo pipefail
cd "$(dirname "$0")/.."

stage() { printf '== %s, %d s after the start\n' "$1" "$SECONDS"; }

stage "installing what is missing"
scripts/install.sh
source scripts/postgres.sh
trap stop_postgres EXIT
start_postgres

stage "lints"
cargo clippy --workspace --all-targets -- -D warnings
stage "tests on both engines"
if command -v cargo-nextest >/dev/null; then
  cargo nextest run --workspace
else
  cargo test --workspace --lib --bins --tests
fi
stop_postgres
trap - EXIT

# The tests have built the program and the gallery: built for themselves they would cost minutes more.
stage "pages and journeys in a browser"
BUILT=1 scripts/journeys.sh
stage "done"
