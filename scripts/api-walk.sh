#!/usr/bin/env bash
# Runs the blocks of docs/API.md, in order, against BASE: a demo street whose data folder is in LINQIAO_DATA.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?the address of a running demo street}"
command -v linqiao >/dev/null || linqiao() { "${LINQIAO:-target/release/linqiao}" "$@"; }

walk=$(mktemp)
trap 'rm -f "$walk"' EXIT
awk '/^```sh$/ { inside = 1; next } /^```$/ { if (inside) print "" ; inside = 0; next } inside' docs/API.md >"$walk"
steps=$(grep -c . "$walk")
((steps > 20)) || { echo "docs/API.md has no walk in it" >&2; exit 1; }
trap 'status=$?; rm -f "$walk"; [ $status = 0 ] || echo "the walk of docs/API.md stopped: ${BASH_COMMAND}" >&2' EXIT
source "$walk" >/dev/null
echo "the walk of docs/API.md holds: $CASE_NO is closed"
