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

# Lints are looked for while the tests are built: a check of its own would compile every dependency a second time, and
# took a fifth of the whole. clippy-driver is the compiler with its lints; its arguments are what `-- -D warnings` gives.
stage "lints and build"
export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS="-Dwarnings__CLIPPY_HACKERY__"
cargo test --workspace --all-targets --no-run --quiet
stage "tests on both engines"
if command -v cargo-nextest >/dev/null; then
  cargo nextest run --workspace
else
  cargo test --workspace --lib --bins --tests
fi
stop_postgres
trap - EXIT
unset RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS

# The tests have built the program and the gallery: built for themselves they would cost minutes more.
stage "pages and journeys in a browser"
BUILT=1 scripts/journeys.sh
stage "done"
