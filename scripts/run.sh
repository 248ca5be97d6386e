#!/usr/bin/env bash
# Builds the binary and serves the demo street and keeps its data between starts.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release -p server
exec target/release/linqiao serve --demo "$@"
