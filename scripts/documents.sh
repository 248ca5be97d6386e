#!/usr/bin/env bash
# Opens official documents in programs that others wrote: the files of a running demo street at BASE, and one that is full
# of everything. python-docx reads the file, LibreOffice turns it into pages, pdfplumber reads those.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BASE:?the address of a running demo street}"

room=${DOCUMENTS_VENV:-target/documents-clients}
[ -x "$room/bin/python" ] || python3 -m venv "$room"
"$room/bin/python" -m pip install --quiet --disable-pip-version-check -r clients/documents/requirements.txt
command -v soffice >/dev/null || { echo "soffice is missing: scripts/install.sh brings it" >&2; exit 1; }

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
sample=target/debug/examples/sample
[ -n "${BUILT:-}" ] && [ -x "$sample" ] || cargo build --quiet -p documents --example sample
"$sample" "$files/full.docx"

# The newest meeting whose minutes are sealed, and the next one that is convened.
meetings=$(curl -fsS -H 'accept: application/json' "$BASE/meetings")
sealed=$(jq -r '[.past[] | select(.state == "sealed")][0].id' <<<"$meetings")
coming=$(jq -r '[.coming[] | select(.state == "convened")][0].id' <<<"$meetings")
[ "$sealed" != null ] || { echo "no meeting of this street has sealed minutes" >&2; exit 1; }
curl -fsS -o "$files/minutes.docx" "$BASE/meetings/$sealed/minutes.docx"
curl -fsS -o "$files/notice-of-then.docx" "$BASE/meetings/$sealed/notice.docx"
[ "$coming" = null ] || curl -fsS -o "$files/notice.docx" "$BASE/meetings/$coming/notice.docx"
"$room/bin/python" clients/documents/read.py "$files"/*.docx
