#!/usr/bin/env bash
# Source this: starts a private PostgreSQL in a temporary folder and names it in LINQIAO_TEST_POSTGRES.
# `stop_postgres` ends it and removes the folder.
start_postgres() {
  local bin owner port
  bin=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)")
  PG_HOME=$(mktemp -d)
  # PostgreSQL refuses to run as root.
  owner=$(id -un)
  PG_AS=()
  if [ "$(id -u)" = 0 ]; then
    owner=nobody
    getent passwd postgres >/dev/null && owner=postgres
    chown "$owner" "$PG_HOME"
    PG_AS=(setpriv --reuid "$owner" --regid "$(id -gn "$owner")" --clear-groups)
  fi
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  PG_CTL=$bin/pg_ctl
  (cd "$PG_HOME" && "${PG_AS[@]}" "$bin/initdb" -D "$PG_HOME/data" -U linqiao -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null)
  # A server that waits for its disk is set as docs/decisions/0016-postgres-settings.md asks of an operator.
  local settings="-c fsync=off"
  [ "${PG_FSYNC:-off}" = off ] || settings="-c fsync=on -c shared_buffers=2GB -c effective_cache_size=8GB -c wal_compression=on \
    -c max_wal_size=8GB -c checkpoint_timeout=30min -c random_page_cost=1.1"
  (cd "$PG_HOME" && "${PG_AS[@]}" "$PG_CTL" -D "$PG_HOME/data" -l "$PG_HOME/data/server.log" -w -s \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$PG_HOME $settings -c max_connections=300" start)
  export LINQIAO_TEST_POSTGRES="postgres://linqiao@127.0.0.1:$port/postgres"
}
stop_postgres() {
  [ -n "${PG_HOME:-}" ] || return 0
  (cd "$PG_HOME" && "${PG_AS[@]}" "$PG_CTL" -D "$PG_HOME/data" -m immediate -s stop) || true
  rm -rf "$PG_HOME"
  PG_HOME=
}
