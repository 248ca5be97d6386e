#!/usr/bin/env bash
# Starts a PostgreSQL server of the tests' own and prints its address; `scripts/postgres.sh stop FOLDER` ends it.
# It listens on loopback only, keeps its data in FOLDER and never runs as root.
set -euo pipefail
verb=$1 folder=$2
bin=$(dirname "$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1)")
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi; }
if [ "$verb" = stop ]; then
  cd / && as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
  exit 0
fi
mkdir -p "$folder"
[ "$(id -u)" = 0 ] && chown nobody "$folder"
cd /
as "$bin/initdb" -D "$folder/data" -U linqiao -A trust --locale=C.UTF-8 -E UTF8 -k >"$folder.log" 2>&1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)))
as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=200" start >/dev/null
echo "postgres://linqiao@127.0.0.1:$port/postgres"
