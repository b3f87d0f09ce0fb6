# A PostgreSQL of our own for the time of a script: in a temporary folder, on a free port of loopback.

# Leaves the server's address in $postgres_address and its log in $postgres_log.
start_postgres() {
    local tools folder port
    tools=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
    [ -x "$tools/initdb" ] || give_up "PostgreSQL's programs are not in /usr/lib/postgresql."
    folder=$(mktemp -d /tmp/opstracker-postgres.XXXXXX)
    defer rm -rf "$folder"
    port=$(free_port)
    postgres_log=$folder/log

    # PostgreSQL refuses to run as root.
    local unprivileged=()
    if [ "$(id -u)" = 0 ]; then
        unprivileged=(runuser -u "$(id -un postgres 2>/dev/null || echo nobody)" --)
        chown "$("${unprivileged[@]}" id -un)" "$folder"
    fi
    cd "$folder"
    "${unprivileged[@]}" "$tools/initdb" --pgdata="$folder/data" --username=opstracker --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 ||
        { cat "$folder/initdb.log" && give_up "initdb failed."; }
    # The data is thrown away, so nothing waits for the disk. Every CREATE is logged: that counts the tests that came.
    cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 1000
shared_buffers = 128MB
fsync = off
full_page_writes = off
synchronous_commit = off
max_locks_per_transaction = 256
log_statement = ddl
SETTINGS
    # The server stands in a process group of its own, so that Ctrl-C here lets us stop it in order.
    "${unprivileged[@]}" "$tools/pg_ctl" --pgdata="$folder/data" --log="$postgres_log" --wait --silent start ||
        { cat "$postgres_log" && give_up "PostgreSQL did not start."; }
    defer stop_postgres "$folder/data/postmaster.pid"
    cd "$project"
    postgres_address="host=127.0.0.1 port=$port user=opstracker dbname=test"
    "$tools/createdb" --host=127.0.0.1 --port="$port" --username=opstracker test
}

# SIGINT is PostgreSQL's fast shutdown: sessions are ended, and it leaves.
stop_postgres() {
    local pid
    pid=$(head -n 1 "$1")
    kill -INT "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
