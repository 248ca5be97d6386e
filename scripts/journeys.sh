#!/usr/bin/env bash
# Serves a fresh demo street on a free port and walks through it in a browser. BASE=… uses a server already there.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -d browser/node_modules ] || (cd browser && npm ci --no-audit --no-fund --silent)
if [ -z "${BASE:-}" ]; then
  # An unoptimised build, or what the tests just made: an optimised one would cost minutes and show nothing more.
  [ -n "${BUILT:-}" ] && [ -x target/debug/linqiao ] || cargo build -p server
  data=$(mktemp -d)
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  LINQIAO_DATA="$data" LINQIAO_LISTEN="127.0.0.1:$port" target/debug/linqiao serve --demo >"$data/server.log" 2>&1 &
  server=$!
  # Asked to end, and made to if it does not.
  stop() {
    kill "$server" 2>/dev/null || true
    for _ in $(seq 1 40); do kill -0 "$server" 2>/dev/null || break; sleep 0.5; done
    kill -9 "$server" 2>/dev/null || true
    rm -rf "$data"
  }
  trap stop EXIT
  export BASE="http://127.0.0.1:$port"
  for _ in $(seq 1 600); do
    curl -fsS -o /dev/null "$BASE/" 2>/dev/null && break
    kill -0 "$server" 2>/dev/null || { tail -n 40 "$data/server.log" >&2; exit 1; }
    sleep 0.5
  done
  curl -fsS -o /dev/null "$BASE/" || { echo "the demo street is not served after five minutes" >&2; exit 1; }
fi
# Every check has its own limit; this is the whole's.
timeout --kill-after 20 2100 node browser/run.mjs

# The same street by its interfaces alone; the keys are made beside a server that was started here.
[ -z "${data:-}" ] || LINQIAO_DATA="$data" LINQIAO=target/debug/linqiao scripts/api-walk.sh
[ -z "${data:-}" ] || LINQIAO_DATA="$data" LINQIAO=target/debug/linqiao timeout --kill-after 20 300 scripts/open311-clients.sh
timeout --kill-after 20 300 scripts/documents.sh
[ -z "${data:-}" ] || LINQIAO_DATA="$data" LINQIAO=target/debug/linqiao timeout --kill-after 20 300 scripts/reports.sh
[ -z "${data:-}" ] || LINQIAO_DATA="$data" LINQIAO=target/debug/linqiao timeout --kill-after 20 900 scripts/schemathesis.sh
