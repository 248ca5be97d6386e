#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, by name only.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || missing+=(chromium)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk fontconfig)
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
command -v node >/dev/null || missing+=(nodejs npm)
command -v curl >/dev/null || missing+=(curl)
command -v jq >/dev/null || missing+=(jq)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv)
if ((${#missing[@]})); then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
for folder in frontend browser; do
  [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --no-audit --no-fund --silent)
done
command -v cargo-nextest >/dev/null || cargo install cargo-nextest --locked --quiet || echo "without cargo-nextest: cargo test does its work"
