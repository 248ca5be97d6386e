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
export BASE OPEN311_KEY=${OPEN311_KEY:-$(linqiao admin token --account clerk --scope open311)}
for client in contract georeport_client three_client; do
  "$room/bin/python" "clients/open311/$client.py"
done
