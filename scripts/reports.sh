#!/usr/bin/env bash
# The written report of a running demo street at BASE, whose data folder is in LINQIAO_DATA: its document in the official
# layout, its numbers beside their pages and a plain recount of the rows, and what else is given out as files. All judged by
# programs that others wrote.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?the address of a running demo street}" "${LINQIAO_DATA:?its data folder}"
command -v linqiao >/dev/null || linqiao() { "${LINQIAO:-target/release/linqiao}" "$@"; }

room=${DOCUMENTS_VENV:-target/documents-clients}
[ -x "$room/bin/python" ] || python3 -m venv "$room"
"$room/bin/python" -m pip install --quiet --disable-pip-version-check -r clients/documents/requirements.txt -r clients/reports/requirements.txt
command -v soffice >/dev/null || { echo "soffice is missing: scripts/install.sh brings it" >&2; exit 1; }
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
# A server that was just started may hold the writer for a while.
key() { for _ in 1 2 3 4 5; do linqiao admin token --account "$1" && return; sleep 3; done; return 1; }

# refused WHY COMMAND…: it must fail, and say why.
refused() {
  local why=$1 said
  shift
  if said=$("$@" 2>&1) || ! grep -q "$why" <<<"$said"; then echo "a control was not refused for its $why: $said" >&2; exit 1; fi
}
python=$room/bin/python

today=$(TZ=Asia/Shanghai date +%F)
for kind in docx json html md; do
  linqiao report --from "${today%%-*}-01-01" --to "$today" -o "$files/report.$kind"
  [ -s "$files/report.$kind" ] || { echo "no report as $kind" >&2; exit 1; }
done
"$python" clients/documents/read.py "$files/report.docx"

KEY=$(key leader)
"$python" clients/reports/compare.py "$files/report.json" "$LINQIAO_DATA/linqiao.db" "$BASE" "$KEY"

# The controls: a margin that moved, a heading that lost its number, one record that changed.
"$python" clients/reports/meddle.py "$files" "$LINQIAO_DATA/linqiao.db"
refused "top margin" "$python" clients/documents/read.py "$files/moved-margin.docx"
refused "一、 is due" "$python" clients/documents/read.py "$files/moved-heading.docx"
refused "deliberation.meetings.good" "$python" clients/reports/compare.py "$files/report.json" "$files/moved.db" "$BASE" "$KEY"

"$python" clients/reports/opened.py "$BASE" "$(key dispatcher)" "$(key secretary-01)"
