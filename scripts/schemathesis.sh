#!/usr/bin/env bash
# Drives schemathesis with the OpenAPI document against BASE, a demo street whose data folder is in LINQIAO_DATA: as a
# visitor, with a receipt, and in several roles, on things that are there. Same seed, same requests; some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?the address of a running demo street}"
command -v linqiao >/dev/null || linqiao() { "${LINQIAO:-target/release/linqiao}" "$@"; }

room=$(realpath -m "${SCHEMATHESIS_VENV:-target/schemathesis}")
[ -x "$room/bin/python" ] || python3 -m venv "$room"
"$room/bin/python" -m pip install --quiet --disable-pip-version-check -r clients/openapi/requirements.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A server that was just started may hold the writer for a while.
key() { for _ in 1 2 3 4 5; do linqiao admin token --account "$1" && return; sleep 3; done; return 1; }
ask() { curl -fsS -H 'Accept: application/json' "$@"; }

CLERK=$(key clerk)
# Things that are there, a case in each state that has verbs of its own: random ids would meet nothing but 404.
case_in() { ask -H "Authorization: Bearer $CLERK" "$BASE/desk/cases?state=$1" | jq -r '.cases[0].id // "none"'; }
PUBLIC=$(ask "$BASE/cases" | jq -r '.cases[0].case_no')
PLACE=$(ask "$BASE/places" | jq -r '[.. | objects | select(has("id")) | .id] | .[0]')
CODE=$(ask -H 'Content-Type: application/json' "$BASE/voices" -d '{
  "client_key": "schemathesis", "text": "路灯不亮", "category": "roads-lamp", "address_note": "东门", "anonymous": true }' | jq -r .code)

failed=0
# drive NAME PHASES CASE HEADER…: every operation. `coverage` goes through each word of the document, right and wrong;
# `fuzzing` draws a few requests that fit it and a few that do not.
drive() {
  local name=$1 phases=$2 case=$3 headers=() settings=$work/settings.toml log=$work/log
  shift 3
  for header in "$@"; do headers+=(-H "$header"); done
  cat >"$settings" <<TOML
[checks]
enabled = false
not_a_server_error.enabled = true
status_code_conformance.enabled = true
content_type_conformance.enabled = true
response_schema_conformance.enabled = true
negative_data_rejection.enabled = true

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
[[operations]]
include-path-regex = "^/photos/pieces"
parameters = { "path.photo" = "018f0000-0000-4000-8000-0000000000a1", "path.n" = "0" }

# A form knows only text and JSON says the same words: one value may stand for a list of one, and text for a number.
# Elsewhere such words are refused for another reason, or change nothing; here they are taken, as they should be.
[[operations]]
include-path-regex = "^/(voices|report/hints|cases/\\\\{case_no\\\\}/voices)$"
checks.negative_data_rejection.enabled = false
# In the address there is only text, and what names nothing filters nothing.
[[operations]]
include-method = "GET"
checks.negative_data_rejection.enabled = false
TOML
  if ! (cd "$work" && timeout --kill-after 5 "${MOST_SECONDS:-300}" "$room/bin/schemathesis" --no-color --config-file "$settings" \
    run "$BASE/openapi.json" -H 'Accept: application/json' "${headers[@]}" --seed 20261127 --generation-deterministic \
    --phases "$phases" --max-examples "${EXAMPLES:-4}" --suppress-health-check all --warnings off --continue-on-failure \
    >"$log" 2>&1); then
    tail -n "${LINES_SHOWN:-150}" "$log" >&2
    echo "schemathesis as $name found what must be mended (or took too long)" >&2
    failed=1
    return
  fi
  sed -n "s/^ *\([0-9]* generated, .*\)/schemathesis as $name: \1/p" "$log"
}

drive visitor fuzzing "$(case_in registered)"
drive "bearer of a receipt" fuzzing "$(case_in registered)" "Receipt-Code: $CODE"
drive clerk coverage "$(case_in registered)" "Authorization: Bearer $CLERK"
drive dispatcher fuzzing "$(case_in accepted)" "Authorization: Bearer $(key dispatcher)"
drive handler fuzzing "$(case_in handling)" "Authorization: Bearer $(key handler-wuye)"
drive supervisor fuzzing "$(case_in handling)" "Authorization: Bearer $(key supervisor)"
exit "$failed"
