#!/usr/bin/env bash
# Runs programs that others wrote for Open311, and our own contract, against BASE: a demo street whose data folder is in
# LINQIAO_DATA, or one whose key is in OPEN311_KEY.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?the address of a running demo street}"
command -v linqiao >/dev/null || linqiao() { "${LINQIAO:-target/release/linqiao}" "$@"; }

room=${OPEN311_VENV:-target/open311-clients}
[ -x "$room/bin/python" ] || python3 -m venv "$room"
"$room/bin/python" -m pip install --quiet --disable-pip-version-check -r clients/open311/requirements.txt
# A server that was just started may hold the writer for a while.
key() { for _ in 1 2 3 4 5; do linqiao admin token --account clerk --scope "$1" && return; sleep 3; done; return 1; }
OPEN311_KEY=${OPEN311_KEY:-$(key open311)}
UPDATES_KEY=${UPDATES_KEY:-$(key open311_updates)}
export BASE OPEN311_KEY UPDATES_KEY

# The blocks of docs/OPEN311.md, as they stand.
walk=$(mktemp)
trap 'status=$?; rm -f "$walk"; [ $status = 0 ] || echo "stopped: ${BASH_COMMAND}" >&2' EXIT
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0; next } inside' docs/OPEN311.md >"$walk"
(($(grep -c . "$walk") > 20)) || { echo "docs/OPEN311.md has no walk in it" >&2; exit 1; }
source "$walk" >/dev/null
echo "the walk of docs/OPEN311.md holds: $NUMBER is received"
for client in contract georeport_client three_client; do
  "$room/bin/python" "clients/open311/$client.py"
done
