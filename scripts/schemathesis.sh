#!/usr/bin/env bash
# Drives schemathesis with the OpenAPI document against BASE, a demo street whose data folder is in LINQIAO_DATA: as a
# visitor, with a receipt, and in several roles, on cases that are there. Same seed, same requests; a few minutes at most.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?the address of a running demo street}"
command -v linqiao >/dev/null || linqiao() { "${LINQIAO:-target/release/linqiao}" "$@"; }

room=${SCHEMATHESIS_VENV:-target/schemathesis}
[ -x "$room/bin/python" ] || python3 -m venv "$room"
"$room/bin/python" -m pip install --quiet --disable-pip-version-check -r clients/openapi/requirements.txt
# A server that was just started may hold the writer for a while.
key() { for _ in 1 2 3 4 5; do linqiao admin token --account "$1" && return; sleep 3; done; return 1; }
ask() { curl -fsS -H 'Accept: application/json' "$@"; }

CLERK=$(key clerk)
# A case in each state that has verbs of its own: random ids would meet nothing but 404.
case_in() { ask -H "Authorization: Bearer $CLERK" "$BASE/desk/cases?state=$1" | jq -r '.cases[0].id // empty'; }
PUBLIC=$(ask "$BASE/cases" | jq -r '.cases[0].case_no')
PLACE=$(ask "$BASE/places" | jq -r '[.. | objects | select(has("id")) | .id] | .[0]')
CODE=$(ask -H 'Content-Type: application/json' "$BASE/voices" -d '{
  "client_key": "schemathesis", "text": "路灯不亮", "category": "roads-lamp", "address_note": "东门", "anonymous": true }' | jq -r .code)

failed=0
# drive NAME CASE HEADER…: every operation with a few requests that fit the document and a few that do not.
drive() {
  local name=$1 case=$2 headers=()
  shift 2
  for header in "$@"; do headers+=(-H "$header"); done
  local settings
  settings=$(mktemp --suffix .toml)
  cat >"$settings" <<TOML
[[operations]]
include-path-regex = "^/(desk/)?cases/\\\\{id\\\\}"
parameters = { "path.id" = "$case" }
[[operations]]
include-path-regex = "^/cases/\\\\{case_no\\\\}"
parameters = { "path.case_no" = "$PUBLIC" }
[[operations]]
include-path = "/places/{id}"
parameters = { "path.id" = "$PLACE" }
[[operations]]
include-path = "/desk/figures/{code}"
parameters = { "path.code" = "solution" }
TOML
  if ! timeout --kill-after 5 "${MOST_SECONDS:-60}" "$room/bin/schemathesis" --no-color --config-file "$settings" run "$BASE/openapi.json" \
    -H 'Accept: application/json' "${headers[@]}" --seed 20261127 --generation-deterministic --phases fuzzing \
    --max-examples "${EXAMPLES:-4}" --suppress-health-check all --warnings off --continue-on-failure \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    >"$settings.log" 2>&1; then
    tail -n "${LINES_SHOWN:-120}" "$settings.log" >&2
    echo "schemathesis as $name found what must be mended (or took too long)" >&2
    failed=1
    return
  fi
  grep -E '^ *[0-9]+ generated|passed' "$settings.log" | tail -1 | sed "s/^ */schemathesis as $name: /"
  rm -f "$settings" "$settings.log"
}

drive visitor "$(case_in registered)"
drive "bearer of a receipt" "$(case_in registered)" "Receipt-Code: $CODE"
drive clerk "$(case_in registered)" "Authorization: Bearer $CLERK"
drive dispatcher "$(case_in accepted)" "Authorization: Bearer $(key dispatcher)"
drive handler "$(case_in handling)" "Authorization: Bearer $(key handler-wuye)"
drive supervisor "$(case_in handling)" "Authorization: Bearer $(key supervisor)"
exit "$failed"
